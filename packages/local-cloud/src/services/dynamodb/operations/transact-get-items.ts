import type { TransactGetItemsInput, TransactGetItemsOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { actNow } from "../dynalite.ts";
import { actionsOf } from "../transactions/actions.ts";
import { refuseMembers } from "../unsupported.ts";

/** Up to 100 items as they are at one moment. */
export function transactGetItems(
  database: Database,
): Operation<Wire<TransactGetItemsInput>, Wire<TransactGetItemsOutput>> {
  return (input, context) => {
    refuseMembers("TransactGetItems", input, { ReturnConsumedCapacity: "the consumed capacity of transactions" });
    const actions = actionsOf(database, input.TransactItems as never, ["Get"], context);
    const answers = actions.map(({ data }) => {
      try {
        return { Code: "None", found: actNow(database, "GetItem", data) as object };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { Code: "ValidationError", Message: error.message };
      }
    });
    const codes = answers.map(({ Code }) => Code);
    if (codes.every((code) => code === "None")) return { Responses: answers.map(({ found = {} }) => found) };
    throw new AwsError(
      "TransactionCanceledException",
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
      400,
      {
        CancellationReasons: answers.map(({ Code, Message }) => ({ Code, ...(Message !== undefined && { Message }) })),
      },
    );
  };
}
