import { AwsError } from "../../core/aws-error.ts";
import type { CallContext, Operation } from "../../core/service.ts";
import { checkNames, checkOperands } from "./check-expressions.ts";
import { type Database, tableName } from "./database.ts";
import { act, type ItemOperation, validated } from "./dynalite.ts";
import { EmptyIndexKey } from "./indexes/empty-index-key.ts";
import { checkInputLimits } from "./input-limits.ts";
import { useLinearParsers } from "./linear-parsers.ts";
import { prepareUpdate } from "./prepare-update.ts";

export interface ItemInput {
  TableName?: string;
  IndexName?: string;
  Key?: Record<string, unknown>;
  Item?: Record<string, unknown>;
  RequestItems?: Record<string, unknown>;
  ConditionExpression?: string;
  UpdateExpression?: string;
  ReturnValuesOnConditionCheckFailure?: string;
  /** The parsed update of a validated input. */
  _updates?: object;
}

const names: ItemOperation[] = [
  "GetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
  "Scan",
  "BatchGetItem",
  "BatchWriteItem",
];

/** The operations on items: authorization, then dynalite's validations and actions. */
export function itemOperations(database: Database): Record<string, Operation> {
  useLinearParsers();
  return Object.fromEntries(names.map((name) => [name, itemOperation(database, name)]));
}

function itemOperation(database: Database, name: ItemOperation): Operation<ItemInput, object> {
  return async (input, context) => {
    const named = withTableNames(input);
    authorize(database, name, named, context);
    const onFailure = returnOnFailure(named);
    const data = preparedInput(database, name, named);
    try {
      return await act(database, name, data);
    } catch (error) {
      if (name === "UpdateItem" && error instanceof EmptyIndexKey) throw error.ofUpdate();
      if (onFailure !== "ALL_OLD" || !(error instanceof AwsError)) throw error;
      if (error.code !== "ConditionalCheckFailedException") throw error;
      throw withItem(error, await existingItem(database, named));
    }
  };
}

/** A checked copy of an input, ready for dynalite's action. @throws AwsError with DynamoDB's code and message */
export function preparedInput(database: Database, name: ItemOperation, input: ItemInput): ItemInput {
  checkInputLimits(input);
  checkNames(input);
  const data = validated(database, name, input);
  checkOperands(data as Parameters<typeof checkOperands>[0]);
  prepareUpdate(data as Parameters<typeof prepareUpdate>[0]);
  return data;
}

/** The input with table names instead of ARNs. */
function withTableNames(input: ItemInput): ItemInput {
  const named = { ...input };
  if (typeof named.TableName === "string") named.TableName = tableName(named.TableName);
  if (typeof named.RequestItems === "object" && named.RequestItems !== null) {
    named.RequestItems = Object.fromEntries(
      Object.entries(named.RequestItems).map(([key, value]) => [tableName(key), value]),
    );
  }
  return named;
}

/** The resource is the table, or the index that is read; a batch needs permission for each of its tables. */
function authorize(database: Database, name: ItemOperation, input: ItemInput, context: CallContext): void {
  const action = `dynamodb:${name}`;
  if (input.RequestItems) {
    for (const table of Object.keys(input.RequestItems)) {
      context.authorize({ action, resource: database.tableArn(table) });
    }
  } else if (typeof input.TableName === "string") {
    const index = input.IndexName === undefined ? "" : `/index/${input.IndexName}`;
    context.authorize({ action, resource: database.tableArn(input.TableName) + index });
  }
}

/** @throws AwsError ValidationException */
export function returnOnFailure(input: ItemInput): string | undefined {
  const requested = input.ReturnValuesOnConditionCheckFailure;
  if (requested === undefined || requested === "ALL_OLD" || requested === "NONE") return requested;
  throw new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${requested}' at 'returnValuesOnConditionCheckFailure' failed to satisfy ` +
      "constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
  );
}

async function existingItem(database: Database, input: ItemInput): Promise<object | undefined> {
  const { KeySchema = [] } = database.table(input.TableName!).description;
  const source = input.Key ?? input.Item ?? {};
  const Key = Object.fromEntries(KeySchema.map(({ AttributeName }) => [AttributeName!, source[AttributeName!]]));
  const found = (await act(database, "GetItem", { TableName: input.TableName, Key })) as { Item?: object };
  return found.Item;
}

function withItem(error: AwsError, item: object | undefined): AwsError {
  if (!item) return error;
  return new AwsError(error.code, error.message, error.status, { ...error.members, Item: item });
}
