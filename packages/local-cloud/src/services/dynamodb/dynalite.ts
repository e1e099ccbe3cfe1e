import { AwsError } from "../../core/aws-error.ts";
import { checkResult } from "./check-result.ts";
import type { Database } from "./database.ts";
import { db } from "./dynalite-db.ts";
import { loadDynalite } from "./dynalite-modules.ts";
import { updateIndexes } from "./indexes/update-indexes.ts";

/** The operations that dynalite runs. The operations on tables are our own. */
export type ItemOperation =
  | "GetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "Query"
  | "Scan"
  | "BatchGetItem"
  | "BatchWriteItem";
export type ValidatedOperation = ItemOperation | "CreateTable" | "UpdateTable";

interface Validation {
  types: object;
  custom?: (data: object, database: Database) => string | undefined;
}

interface Validations {
  checkTypes(data: object, types: object): object;
  checkValidations(data: object, types: object, custom: Validation["custom"], database: Database): void;
}

type Action = (database: Database, data: object, done: (error: unknown, output?: object) => void) => void;

const validations = loadDynalite<Validations>("validations");
const { itemSize } = db;

// dynalite keeps an index by its own rules, which know no items from before the index. Its actions look this up at each call.
db.updateIndexes = (database, table, before, after, done) => {
  try {
    if (after) checkResult(before, after);
    updateIndexes(database as Database, table, before, after ?? undefined);
  } catch (error) {
    return done(error);
  }
  done(null);
};

const load = <T>(kind: "actions" | "validations", operation: string): T =>
  loadDynalite<T>(`${kind}/${operation[0]!.toLowerCase()}${operation.slice(1)}`);

export { itemSize };

/**
 * Checks the input of `operation` against DynamoDB's types and limits; returns a copy.
 *
 * @throws AwsError SerializationException or ValidationException with DynamoDB's message
 */
export function validated<T extends object>(database: Database, operation: ValidatedOperation, input: T): T {
  const { types, custom } = load<Validation>("validations", operation);
  try {
    const data = validations.checkTypes({ ...input }, types);
    validations.checkValidations(data, types, custom, database);
    return data as T;
  } catch (error) {
    throw asAwsError(error);
  }
}

/** Runs one of dynalite's actions on a validated input. @throws AwsError with DynamoDB's code and message */
export function act(database: Database, operation: ItemOperation, data: object): Promise<object> {
  return new Promise((resolve, reject) => {
    load<Action>("actions", operation)(database, data, (error, output) => {
      if (error) reject(asAwsError(error));
      else resolve(output ?? {});
    });
  });
}

/** The same at once. The store calls back synchronously, and so do the actions on single items. */
export function actNow(database: Database, operation: ItemOperation, data: object): object {
  let outcome: { error?: unknown; output?: object } | undefined;
  load<Action>("actions", operation)(database, data, (error, output) => {
    outcome = { error, ...(output && { output }) };
  });
  if (!outcome) throw new Error(`dynalite did not finish ${operation} at once.`);
  if (outcome.error) throw asAwsError(outcome.error);
  return outcome.output ?? {};
}

/** dynalite throws errors that hold the status and body of the response. */
function asAwsError(error: unknown): unknown {
  const { statusCode, body } = error as { statusCode?: number; body?: Record<string, string> };
  if (statusCode === undefined || body?.__type === undefined) return error;
  const code = body.__type.slice(body.__type.indexOf("#") + 1);
  return new AwsError(code, body.message ?? body.Message ?? "", statusCode, { __type: body.__type });
}
