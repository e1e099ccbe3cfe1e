import {
  type CreateGlobalSecondaryIndexAction,
  DeleteItemCommand,
  DescribeTableCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  type UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { createTable, globalIndex } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await createTable(cloud);
});
afterEach(() => cloud.close());

const table = { TableName: "Bookings" };
const openSince = { AttributeName: "openSince", AttributeType: "N" } as const;
const state = { AttributeName: "state", AttributeType: "S" } as const;

function put(id: string, attributes: PutItemCommand["input"]["Item"] = {}) {
  return cloud.dynamodb.send(new PutItemCommand({ ...table, Item: { bookingId: { S: id }, ...attributes } }));
}

function update(input: Omit<UpdateTableCommandInput, "TableName">) {
  return cloud.dynamodb.send(new UpdateTableCommand({ ...table, ...input }));
}

/** Adds the sparse index "open": by state, oldest first. */
function addIndex(changes: Partial<CreateGlobalSecondaryIndexAction> = {}) {
  return update({
    AttributeDefinitions: [state, openSince],
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: "open",
          KeySchema: [
            { AttributeName: "state", KeyType: "HASH" },
            { AttributeName: "openSince", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "ALL" },
          ...changes,
        },
      },
    ],
  });
}

const deleteIndex = (IndexName = "open") => update({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName } }] });

async function openBookings(IndexName = "open") {
  const { Items } = await cloud.dynamodb.send(
    new QueryCommand({
      ...table,
      IndexName,
      KeyConditionExpression: "#state = :open",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":open": { S: "OPEN" } },
    }),
  );
  return Items;
}

const ids = (items: Awaited<ReturnType<typeof openBookings>>) => items?.map(({ bookingId }) => bookingId?.S);
const open = (since: number) => ({ state: { S: "OPEN" }, openSince: { N: String(since) } });

const units = (count: number) => ({ ReadCapacityUnits: count, WriteCapacityUnits: count });

/** A change of the index's throughput. */
function setUnits(count: number) {
  return { IndexName: "open", ProvisionedThroughput: units(count) };
}

async function description() {
  return (await cloud.dynamodb.send(new DescribeTableCommand(table))).Table!;
}

test("a new index has the items from before, sparse and in the order of its sort key", async () => {
  await put("B1", open(300));
  await put("B2", open(20));
  await put("B3", { state: { S: "OPEN" } });
  await put("B4", { state: { S: "TICKETED" }, openSince: { N: "1" } });

  const { TableDescription } = await addIndex();

  expect(TableDescription?.TableStatus).toBe("UPDATING");
  expect(ids(await openBookings())).toEqual(["B2", "B1"]);
});

test("a new index follows the writes after it", async () => {
  await addIndex();
  await put("B1", open(1));
  await put("B2", open(2));
  await cloud.dynamodb.send(
    new UpdateItemCommand({
      ...table,
      Key: { bookingId: { S: "B1" } },
      UpdateExpression: "REMOVE openSince",
    }),
  );
  const withoutB1 = ids(await openBookings());
  await cloud.dynamodb.send(new DeleteItemCommand({ ...table, Key: { bookingId: { S: "B2" } } }));

  expect(withoutB1).toEqual(["B2"]);
  expect(await openBookings()).toEqual([]);
});

test("a table describes its new index, and counts its items", async () => {
  await put("B1", open(1));
  await put("B2");
  await addIndex({ Projection: { ProjectionType: "KEYS_ONLY" } });

  const { AttributeDefinitions, GlobalSecondaryIndexes, TableStatus } = await description();

  expect(TableStatus).toBe("ACTIVE");
  expect(AttributeDefinitions).toEqual([{ AttributeName: "bookingId", AttributeType: "S" }, state, openSince]);
  expect(GlobalSecondaryIndexes).toMatchObject([
    { IndexName: "open", IndexStatus: "ACTIVE", Projection: { ProjectionType: "KEYS_ONLY" }, ItemCount: 1 },
  ]);
});

test("a deleted index is gone, and so are the definitions of its keys", async () => {
  await put("B1", open(1));
  await addIndex();
  await deleteIndex();

  await expect(openBookings()).rejects.toThrow("The table does not have the specified index: open");
  expect(await description()).not.toHaveProperty("GlobalSecondaryIndexes");
  expect((await description()).AttributeDefinitions).toHaveLength(1);
  await put("B2", { state: { N: "7" } });
});

test("an index that is deleted and added again has the items of now", async () => {
  await put("B1", open(1));
  await addIndex();
  await deleteIndex();
  await put("B1");
  await put("B2", open(2));
  await addIndex();

  expect(ids(await openBookings())).toEqual(["B2"]);
});

test("an index projects keys only, or the named attributes of items that have them", async () => {
  const amount = { amount: { N: "300" } };
  await addIndex({ Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["amount"] } });
  await put("B1", { ...open(1), ...amount, note: { S: "window" } });
  await put("B2", { ...open(2), note: { S: "aisle" } });

  expect(await openBookings()).toEqual([
    { bookingId: { S: "B1" }, ...open(1), ...amount },
    { bookingId: { S: "B2" }, ...open(2) },
  ]);
});

test("items whose attribute can be no key are not in a new index, and can still be written", async () => {
  await put("wrong type", { state: { N: "1" }, openSince: { N: "1" } });
  await put("empty", { state: { S: "" }, openSince: { N: "1" } });
  await put("too long", { state: { S: "x".repeat(2049) }, openSince: { N: "1" } });
  await put("B1", open(1));
  await addIndex();
  for (const id of ["wrong type", "empty", "too long"]) {
    await cloud.dynamodb.send(
      new UpdateItemCommand({
        ...table,
        Key: { bookingId: { S: id } },
        UpdateExpression: "SET note = :note",
        ExpressionAttributeValues: { ":note": { S: "checked" } },
      }),
    );
  }
  const { Items } = await cloud.dynamodb.send(new ScanCommand({ ...table, IndexName: "open" }));

  expect(ids(Items)).toEqual(["B1"]);
  await put("wrong type", open(2));
  expect(ids(await openBookings())).toEqual(["B1", "wrong type"]);
});

test.each([
  ["the wrong type", { state: { N: "7" } }, "Type mismatch for Index Key state Expected: S Actual: N IndexName: open"],
  ["an empty string", { state: { S: "" } }, "cannot contain an empty string value. IndexName: open, IndexKey: state"],
  ["a key that is too long", { state: { S: "x".repeat(2049) } }, "exceeds the maximum of 2048 bytes. IndexName: open"],
])("refuses a write of %s to an index key", async (_, attributes, message) => {
  await addIndex();

  await expect(put("B1", attributes)).rejects.toMatchObject({ name: "ValidationException" });
  await expect(put("B1", attributes)).rejects.toThrow(message);
  const { Items } = await cloud.dynamodb.send(new ScanCommand(table));
  expect(Items).toEqual([]);
});

test.each<[string, Omit<UpdateTableCommandInput, "TableName">, string, string]>([
  ["nothing", {}, "ValidationException", "At least one of ProvisionedThroughput, BillingMode"],
  ["an empty list of changes", { GlobalSecondaryIndexUpdates: [] }, "ValidationException", "At least one of"],
  ["an empty change", { GlobalSecondaryIndexUpdates: [{}] }, "ValidationException", "must not be null"],
  [
    "two changes of one index in one object",
    { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "open" }, Update: setUnits(1) }] },
    "ValidationException",
    "Only one global secondary index action is allowed",
  ],
  [
    "two deletions",
    { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "one" } }, { Delete: { IndexName: "two" } }] },
    "LimitExceededException",
    "Only 1 online index can be created or deleted simultaneously per table",
  ],
  [
    "the deletion of an index that is not there",
    { GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "other" } }] },
    "ResourceNotFoundException",
    "Index: other not found",
  ],
  [
    "a change of an index and of the stream",
    {
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: "open" } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
    },
    "ValidationException",
    "You cannot create or delete index while changing stream status",
  ],
])("UpdateTable refuses %s", async (_, input, name, message) => {
  await expect(update(input)).rejects.toMatchObject({ name });
  await expect(update(input)).rejects.toThrow(message);
});

test.each<[string, Partial<CreateGlobalSecondaryIndexAction>, string]>([
  ["no name of three letters", { IndexName: "ab" }, "length greater than or equal to 3"],
  ["no projection type", { Projection: {} }, "Unknown ProjectionType: null"],
  [
    "INCLUDE without attributes",
    { Projection: { ProjectionType: "INCLUDE" } },
    "but NonKeyAttributes is not specified",
  ],
  [
    "a key without a definition",
    { KeySchema: [{ AttributeName: "flightId", KeyType: "HASH" }] },
    "Some index key attributes are not defined in AttributeDefinitions. Keys: [flightId]",
  ],
  [
    "throughput, on an on-demand table",
    { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: open",
  ],
  ["a limit of throughput", { OnDemandThroughput: { MaxReadRequestUnits: 5 } }, "does not emulate limits of on-demand"],
])("UpdateTable refuses a new index with %s", async (_, changes, message) => {
  await expect(addIndex(changes)).rejects.toMatchObject({ name: "ValidationException" });
  await expect(addIndex(changes)).rejects.toThrow(message);
  expect(await description()).not.toHaveProperty("GlobalSecondaryIndexes");
});

test("UpdateTable refuses an index with a name that is taken, or with a key of another type", async () => {
  await addIndex();
  const otherType: Parameters<typeof update>[0] = {
    AttributeDefinitions: [{ AttributeName: "state", AttributeType: "N" }],
    GlobalSecondaryIndexUpdates: [
      {
        Create: globalIndex("other", "state"),
      },
    ],
  };

  await expect(addIndex()).rejects.toThrow("Attempting to create an index which already exists");
  await expect(update(otherType)).rejects.toThrow("Attributes cannot be redefined.");
});

test("an index of a provisioned table has a throughput of its own, which can be changed", async () => {
  const set = (count: number) => update({ GlobalSecondaryIndexUpdates: [{ Update: setUnits(count) }] });
  await update({ BillingMode: "PROVISIONED", ProvisionedThroughput: units(1) });

  await expect(addIndex()).rejects.toThrow("ProvisionedThroughput must be specified for index: open");
  await addIndex({ ProvisionedThroughput: units(2) });
  await expect(set(2)).rejects.toThrow("The provisioned throughput for the index open will not change");
  await set(3);
  expect((await description()).GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).toMatchObject(units(3));
  await update({ BillingMode: "PAY_PER_REQUEST" });
  expect((await description()).GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).toMatchObject(units(0));
});
