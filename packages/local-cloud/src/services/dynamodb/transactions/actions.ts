import type { AwsError } from "../../../core/aws-error.ts";
import type { CallContext } from "../../../core/service.ts";
import { type Database, tableName } from "../database.ts";
import type { ItemOperation } from "../dynalite.ts";
import { db } from "../dynalite-db.ts";
import { validationError } from "../errors.ts";
import { type ItemInput, preparedInput, returnOnFailure } from "../item-operations.ts";

/** What an action of a transaction does, with the operation on items that does it and the action in policies. */
const kinds: Record<string, { operation: ItemOperation; permission: string }> = {
  ConditionCheck: { operation: "DeleteItem", permission: "dynamodb:ConditionCheckItem" },
  Put: { operation: "PutItem", permission: "dynamodb:PutItem" },
  Delete: { operation: "DeleteItem", permission: "dynamodb:DeleteItem" },
  Update: { operation: "UpdateItem", permission: "dynamodb:UpdateItem" },
  Get: { operation: "GetItem", permission: "dynamodb:GetItem" },
};

/** One action of a transaction, checked. */
export interface Action {
  kind: string;
  operation: ItemOperation;
  /** The operation's input, with what its validation has made of it. */
  data: ItemInput & { TableName: string };
  returnsItem: boolean;
}

/** "Amazon DynamoDB Transactions: How it works". */
const maxActions = 100;

/**
 * Checks the shape of a transaction's actions, and that the caller may do each.
 *
 * @param member the members that an action may have, one of which it must have
 * @throws AwsError ValidationException, ResourceNotFoundException, AccessDeniedException
 */
export function actionsOf(
  database: Database,
  given: ReadonlyArray<Partial<Record<string, ItemInput>>> | undefined,
  members: readonly string[],
  context: CallContext,
): Action[] {
  checkCount(given);
  const actions = given!.map((item, index) => actionOf(database, item, members, context, index + 1));
  const keys = new Set<string>();
  for (const { data } of actions) {
    const key = `${data.TableName} ${keyOf(database, data)}`;
    if (keys.has(key)) throw validationError("Transaction request cannot include multiple operations on one item");
    keys.add(key);
  }
  return actions;
}

function checkCount(given: readonly unknown[] | undefined): void {
  const fail = (value: string, constraint: string) =>
    validationError(
      `1 validation error detected: Value ${value} at 'transactItems' failed to satisfy constraint: Member must ${constraint}`,
    );
  if (given === undefined) throw fail("null", "not be null");
  if (given.length === 0) throw fail("'[]'", "have length greater than or equal to 1");
  if (given.length > maxActions)
    throw fail(`'${JSON.stringify(given)}'`, `have length less than or equal to ${maxActions}`);
}

function actionOf(
  database: Database,
  item: Partial<Record<string, ItemInput>>,
  members: readonly string[],
  { authorize }: CallContext,
  number: number,
): Action {
  const [kind, ...more] = members.filter((name) => item[name] !== undefined);
  if (!kind || more.length > 0) {
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
  }
  const { operation, permission } = kinds[kind]!;
  const input = { ...item[kind]! };
  if (typeof input.TableName === "string") {
    input.TableName = tableName(input.TableName);
    authorize({ action: permission, resource: database.tableArn(input.TableName) });
  }
  if (kind === "ConditionCheck" && !input.ConditionExpression) throw required(number, "conditionExpression");
  if (kind === "Update" && !input.UpdateExpression) throw required(number, "updateExpression");
  const returnsItem = returnOnFailure(input) === "ALL_OLD";
  const data = preparedInput(database, operation, input) as Action["data"];
  database.table(data.TableName);
  return { kind, operation, data, returnsItem };
}

/** The key of an action's item, in the table. What is no key is told apart by its text; `whyNoKey` refuses it later. */
export function keyOf(database: Database, data: Action["data"]): string {
  const { description } = database.table(data.TableName);
  const holder = (data.Item ?? data.Key ?? {}) as Record<string, object>;
  try {
    return db.createKey(holder, description);
  } catch {
    return JSON.stringify(holder);
  }
}

/** Why the table cannot have an item with this key, or this update; undefined if it can. */
export function whyNoKey(database: Database, { data, operation }: Action): string | undefined {
  const { description } = database.table(data.TableName);
  const problem = data.Item
    ? db.validateItem(data.Item, description)
    : (db.validateKey(data.Key ?? {}, description) ??
      (operation === "UpdateItem" ? db.validateUpdates(undefined, data._updates, description) : undefined));
  return problem?.message;
}

function required(number: number, member: string): AwsError {
  return validationError(
    `1 validation error detected: Value null at 'transactItems.${number}.member.${member}' failed to satisfy constraint: ` +
      "Member must not be null",
  );
}
