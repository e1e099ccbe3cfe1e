import type { TransactGetItemsInput, TransactGetItemsOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { actNow } from "../dynalite.ts";
import { actionsOf } from "../transactions/actions.ts";
import { canceled, type Reason } from "../transactions/canceled.ts";
import { refuseMembers } from "../unsupported.ts";

/** Up to 100 items as they are at one moment. */
export function transactGetItems(
  database: Database,
): Operation<Wire<TransactGetItemsInput>, Wire<TransactGetItemsOutput>> {
  return (input, context) => {
    refuseMembers("TransactGetItems", input, { ReturnConsumedCapacity: "the consumed capacity of transactions" });
    const actions = actionsOf(database, input.TransactItems as never, ["Get"], context);
    const found: object[] = [];
    const reasons = actions.map(({ data }): Reason | undefined => {
      try {
        found.push(actNow(database, "GetItem", data));
        return undefined;
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { Code: "ValidationError", Message: error.message };
      }
    });
    if (reasons.some((reason) => reason)) throw canceled(reasons);
    return { Responses: found };
  };
}
