import { createHash } from "node:crypto";
import type { TransactWriteItemsInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import { RecentEntries } from "../../../core/recent-entries.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { db } from "../dynalite-db.ts";
import { type Action, actionsOf, keyOf, whyNoKey } from "../transactions/actions.ts";
import { applyAll } from "../transactions/apply.ts";
import { canceled, type Reason } from "../transactions/canceled.ts";
import { refuseMembers } from "../unsupported.ts";

/** A request with a token that was done. */
interface Done {
  /** Of the actions. */
  hash: string;
}

/** "TransactWriteItems": a client token is valid for ten minutes. */
const tokenMs = 10 * 60_000;

/** Up to 100 writes and checks, all or none. A repeat with the same client token does nothing and succeeds. */
export function transactWriteItems(database: Database): Operation<Wire<TransactWriteItemsInput>, object> {
  const { clock, store } = database.account;
  const done = new RecentEntries<Done>(clock, store.collection("dynamodb/transactions"), tokenMs);
  return (input, context) => {
    refuseMembers("TransactWriteItems", input, {
      ReturnConsumedCapacity: "the consumed capacity of transactions",
      ReturnItemCollectionMetrics: "item collection metrics",
    });
    const kinds = ["ConditionCheck", "Put", "Delete", "Update"];
    const hash = createHash("sha256")
      .update(JSON.stringify(input.TransactItems ?? null))
      .digest("hex");
    const actions = actionsOf(database, input.TransactItems as never, kinds, context);
    const token = input.ClientRequestToken;
    if (token !== undefined && wasDone(done.get(token), hash)) return {};

    const reasons = actions.map((action) => reasonAgainst(database, action));
    if (reasons.some((reason) => reason)) throw canceled(reasons);
    const failed = applyAll(database, actions);
    if (failed) {
      const { index, error } = failed;
      throw canceled(
        actions.map((_, at) => (at === index ? { Code: "ValidationError", Message: error.message } : undefined)),
      );
    }
    if (token !== undefined) done.set(token, { hash });
    return {};
  };
}

/** @throws AwsError IdempotentParameterMismatchException */
function wasDone(earlier: Done | undefined, hash: string): boolean {
  if (!earlier) return false;
  if (earlier.hash === hash) return true;
  throw new AwsError(
    "IdempotentParameterMismatchException",
    "A previous request with the same client request token was made with different parameters.",
  );
}

/** Why an action cancels the transaction. An empty key refuses the whole request, as recorded from AWS. */
function reasonAgainst(database: Database, action: Action): Reason | undefined {
  const message = whyNoKey(database, action);
  if (message?.includes("cannot contain an empty")) throw new AwsError("ValidationException", message);
  if (message !== undefined) return { Code: "ValidationError", Message: message };
  const existing = database.getItemDb(action.data.TableName).find(keyOf(database, action.data));
  const failure = db.checkConditional(action.data, existing);
  if (!failure) return undefined;
  const item = action.returnsItem && existing ? { Item: existing } : {};
  return { Code: "ConditionalCheckFailed", Message: failure.message, ...item };
}
