import type { AttributeDefinition, GlobalSecondaryIndexUpdate, UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Wire } from "../../../core/service.ts";
import type { Database, TableRecord } from "../database.ts";
import { isOnDemand } from "../table-settings.ts";
import { backfill } from "./backfill.ts";
import { checkNewIndex } from "./check-new-index.ts";

type Description = TableRecord["description"];
type Indexes = NonNullable<Description["GlobalSecondaryIndexes"]>;
type Update = Wire<GlobalSecondaryIndexUpdate>;

const invalid = (reason: string) =>
  new AwsError("ValidationException", `One or more parameter values were invalid: ${reason}`);

/**
 * The description after the input's changes of global secondary indexes. A new index has all items at once, a deleted one
 * is gone at once ("Managing Global Secondary Indexes in DynamoDB").
 *
 * @param before with the input's billing mode
 * @param keys of all items, if the input creates an index
 * @throws AwsError ValidationException, LimitExceededException, ResourceNotFoundException
 */
export function changeIndexes(
  database: Database,
  before: Description,
  input: Wire<UpdateTableInput>,
  keys: Iterable<string>,
): Description {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  checkUpdates(updates);
  let after = withBillingOf(before);
  for (const update of updates) {
    if (update.Create) after = created(database, after, update.Create, input.AttributeDefinitions ?? []);
    else if (update.Update) after = updated(after, update.Update);
    else after = deleted(after, update.Delete!.IndexName);
  }
  checkThroughput(after);

  for (const { Create, Delete } of updates) {
    if (Create) backfill(database, after, Create.IndexName!, keys);
    if (Delete) database.getIndexDb("global", after.TableName, Delete.IndexName!).clear();
  }
  return after;
}

/** @throws AwsError ValidationException, LimitExceededException: AWS creates or deletes one index at a time */
function checkUpdates(updates: Update[]): void {
  const names = new Set<string | undefined>();
  for (const { Create, Update, Delete } of updates) {
    const actions = [Create, Update, Delete].filter((action) => action !== undefined);
    if (actions.length === 0) {
      throw invalid(
        "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, " +
          "GlobalSecondaryIndexUpdate.Delete must not be null",
      );
    }
    if (actions.length > 1) {
      throw invalid("Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate object");
    }
    const name = actions[0]!.IndexName;
    if (names.has(name)) {
      throw invalid(`Only one global secondary index update per index is allowed simultaneously. Index: ${name}`);
    }
    names.add(name);
  }
  if (updates.filter(({ Create, Delete }) => Create || Delete).length > 1) {
    throw new AwsError(
      "LimitExceededException",
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table",
    );
  }
}

function created(
  database: Database,
  before: Description,
  wanted: NonNullable<Update["Create"]>,
  given: AttributeDefinition[],
): Description {
  const AttributeDefinitions = checkNewIndex(database, before, wanted, given);
  const { IndexName, KeySchema, Projection, ProvisionedThroughput: throughput } = wanted;
  const index: Indexes[number] = {
    IndexName,
    KeySchema,
    Projection,
    IndexStatus: "ACTIVE",
    ProvisionedThroughput: {
      NumberOfDecreasesToday: 0,
      ReadCapacityUnits: throughput?.ReadCapacityUnits ?? 0,
      WriteCapacityUnits: throughput?.WriteCapacityUnits ?? 0,
    },
    IndexArn: `${before.TableArn}/index/${IndexName}`,
  };
  return { ...before, AttributeDefinitions, GlobalSecondaryIndexes: [...(before.GlobalSecondaryIndexes ?? []), index] };
}

function updated(
  before: Description,
  { IndexName, ProvisionedThroughput }: NonNullable<Update["Update"]>,
): Description {
  const index = existing(before, IndexName, "update");
  if (isOnDemand(before)) {
    throw invalid(
      `The only Updates for index: ${IndexName} when TableThroughputMode is PAY_PER_REQUEST can be to ` +
        "OnDemandThroughput, WarmThroughput",
    );
  }
  const now = index.ProvisionedThroughput;
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = ProvisionedThroughput ?? {};
  if (!read || !write) {
    throw invalid(`Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${IndexName}`);
  }
  if (now?.ReadCapacityUnits === read && now.WriteCapacityUnits === write) {
    throw new AwsError(
      "ValidationException",
      `The provisioned throughput for the index ${IndexName} will not change. The requested value equals the current ` +
        `value. Current ReadCapacityUnits provisioned for the index: ${read}. Requested ReadCapacityUnits: ${read}. ` +
        `Current WriteCapacityUnits provisioned for the index: ${write}. Requested WriteCapacityUnits: ${write}.`,
    );
  }
  const change = { ...index, ProvisionedThroughput: { ...now, ReadCapacityUnits: read, WriteCapacityUnits: write } };
  const GlobalSecondaryIndexes = before.GlobalSecondaryIndexes!.map((each) => (each === index ? change : each));
  return { ...before, GlobalSecondaryIndexes };
}

function deleted(before: Description, name: string | undefined): Description {
  const index = existing(before, name, "delete");
  const { GlobalSecondaryIndexes: all = [], ...rest } = before;
  const left = all.filter((each) => each !== index);
  const after: Description = left.length > 0 ? { ...rest, GlobalSecondaryIndexes: left } : rest;
  const keys = keysOf(after);
  return {
    ...after,
    AttributeDefinitions: before.AttributeDefinitions?.filter(({ AttributeName }) => keys.has(AttributeName)),
  };
}

/** @throws AwsError ResourceNotFoundException, or ValidationException for a local index */
function existing(description: Description, name: string | undefined, action: string): Indexes[number] {
  const found = description.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === name);
  if (found) return found;
  if (description.LocalSecondaryIndexes?.some(({ IndexName }) => IndexName === name)) {
    throw new AwsError("ValidationException", `Cannot ${action} an index that is not a GlobalSecondaryIndex: ${name}`);
  }
  throw new AwsError("ResourceNotFoundException", `Requested resource not found: Index: ${name} not found`);
}

/** The names of the attributes that are keys of the table or of one of its indexes. */
function keysOf({ KeySchema = [], GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: Description) {
  const indexKeys = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].flatMap((index) => index.KeySchema ?? []);
  return new Set([...KeySchema, ...indexKeys].map(({ AttributeName }) => AttributeName));
}

/** Indexes of an on-demand table have no throughput of their own. */
function withBillingOf(description: Description): Description {
  const { GlobalSecondaryIndexes: indexes } = description;
  if (!indexes || !isOnDemand(description)) return description;
  const none = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  return {
    ...description,
    GlobalSecondaryIndexes: indexes.map((index) => ({ ...index, ProvisionedThroughput: none })),
  };
}

/** @throws AwsError ValidationException if an index of a provisioned table has no throughput */
function checkThroughput(description: Description): void {
  if (isOnDemand(description)) return;
  for (const { IndexName, ProvisionedThroughput } of description.GlobalSecondaryIndexes ?? []) {
    if (!ProvisionedThroughput?.ReadCapacityUnits) {
      throw invalid(`ProvisionedThroughput must be specified for index: ${IndexName}`);
    }
  }
}
