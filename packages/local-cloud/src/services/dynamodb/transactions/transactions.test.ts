import {
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import {
  type AttributeValue,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { createTable, globalIndex } from "../test-support.ts";

/** Follows "Amazon DynamoDB Transactions: How it works"; messages as recorded from AWS in the "DynamoDB conformance" suite. */

let cloud: TestCloud;
let store: MemoryStore;
beforeEach(async () => {
  store = new MemoryStore();
  cloud = await startTestCloud({ store });
  await createTable(cloud, {
    AttributeDefinitions: [
      { AttributeName: "bookingId", AttributeType: "S" },
      { AttributeName: "flightId", AttributeType: "S" },
    ],
    GlobalSecondaryIndexes: [globalIndex("byFlight", "flightId")],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  });
  await createTable(cloud, { TableName: "Outbox" });
});
afterEach(() => cloud.close());

const item = (id: string, more: Record<string, AttributeValue> = {}) => ({ bookingId: { S: id }, ...more });
const put = (id: string, more: Record<string, AttributeValue> = {}, TableName = "Bookings"): TransactWriteItem => {
  return { Put: { TableName, Item: item(id, more) } };
};
const putNew = (id: string): TransactWriteItem => {
  return { Put: { ...put(id).Put!, ConditionExpression: "attribute_not_exists(bookingId)" } };
};
const transact = (TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  cloud.dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));
const get = async (id: string, TableName = "Bookings") =>
  (await cloud.dynamodb.send(new GetItemCommand({ TableName, Key: item(id) }))).Item;

test("writes to several tables, each in its way", async () => {
  await cloud.dynamodb.send(new PutItemCommand({ TableName: "Bookings", Item: item("old", { n: { N: "1" } }) }));
  await cloud.dynamodb.send(new PutItemCommand({ TableName: "Bookings", Item: item("gone") }));

  await transact([
    putNew("new"),
    put("event", {}, "Outbox"),
    {
      Update: {
        TableName: "Bookings",
        Key: item("old"),
        UpdateExpression: "SET n = n + :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
      },
    },
    { Delete: { TableName: "Bookings", Key: item("gone") } },
    { ConditionCheck: { TableName: "Outbox", Key: item("x"), ConditionExpression: "attribute_not_exists(bookingId)" } },
  ]);

  expect(await get("new")).toEqual(item("new"));
  expect(await get("event", "Outbox")).toEqual(item("event"));
  expect(await get("old")).toEqual(item("old", { n: { N: "2" } }));
  expect(await get("gone")).toBeUndefined();
});

describe("a transaction that is canceled", () => {
  test("says for each action why, and does nothing", async () => {
    await transact([put("B1", { seat: { S: "12A" } })]);
    const again = putNew("B1");
    again.Put!.ReturnValuesOnConditionCheckFailure = "ALL_OLD";

    await expect(transact([put("B2"), again])).rejects.toMatchObject({
      name: "TransactionCanceledException",
      message:
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
      CancellationReasons: [
        { Code: "None" },
        {
          Code: "ConditionalCheckFailed",
          Message: "The conditional request failed",
          Item: item("B1", { seat: { S: "12A" } }),
        },
      ],
    });
    expect(await get("B2")).toBeUndefined();
  });

  test("takes back what was done before an action failed: items, indexes, sizes and records", async () => {
    await transact([put("B1", { flightId: { S: "F1" }, text1: { S: "x" } })]);
    const bytes = async () =>
      (await cloud.dynamodb.send(new DescribeTableCommand({ TableName: "Bookings" }))).Table?.TableSizeBytes;
    const before = [await bytes(), await recordCount()];
    const UpdateExpression = "SET text1 = text1 + :one";
    const wrongType = { TableName: "Bookings", Key: item("B3"), UpdateExpression };

    const sent = transact([
      put("B1", { flightId: { S: "F2" } }),
      put("B2"),
      { Update: { ...wrongType, ExpressionAttributeValues: { ":one": { N: "1" } } } },
    ]);

    await expect(sent).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "None" }, { Code: "None" }, { Code: "ValidationError" }],
    });
    expect(await get("B1")).toEqual(item("B1", { flightId: { S: "F1" }, text1: { S: "x" } }));
    expect(await get("B2")).toBeUndefined();
    expect([await inIndex("F1"), await inIndex("F2")]).toEqual([["B1"], []]);
    expect([await bytes(), await recordCount()]).toEqual(before);
  });

  async function inIndex(flight: string) {
    const { Items = [] } = await cloud.dynamodb.send(
      new QueryCommand({
        TableName: "Bookings",
        IndexName: "byFlight",
        KeyConditionExpression: "flightId = :f",
        ExpressionAttributeValues: { ":f": { S: flight } },
      }),
    );
    return Items.map(({ bookingId }) => bookingId?.S);
  }
});

test("each write has its record in the stream", async () => {
  await transact([put("B1"), put("B2"), put("B3", {}, "Outbox")]);

  expect(await recordCount()).toBe(2);
});

async function recordCount(): Promise<number> {
  const { endpoint, credentials } = cloud;
  const streams = new DynamoDBStreamsClient({ endpoint, credentials, region: "us-east-1" });
  const { Table } = await cloud.dynamodb.send(new DescribeTableCommand({ TableName: "Bookings" }));
  const StreamArn = Table!.LatestStreamArn!;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const { ShardId } = StreamDescription!.Shards![0]!;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  return (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records!.length;
}

describe("a client request token", () => {
  const token = "11111111-2222-3333-4444-555555555555";
  const add = (amount: string): TransactWriteItem => {
    const ExpressionAttributeValues = { ":n": { N: amount } };
    return {
      Update: { TableName: "Bookings", Key: item("B1"), UpdateExpression: "ADD n :n", ExpressionAttributeValues },
    };
  };

  test("makes a repeat succeed without effect for ten minutes, also after a restart", async () => {
    await transact([add("1")], token);
    await transact([add("1")], token);
    await cloud.close();
    cloud = await startTestCloud({ store });
    await transact([add("1")], token);

    expect((await get("B1"))?.n).toEqual({ N: "1" });
    await cloud.clock.advance(10 * 60_000);
    await transact([add("1")], token);
    expect((await get("B1"))?.n).toEqual({ N: "2" });
  });

  test("cannot be used for something else", async () => {
    await transact([add("1")], token);

    await expect(transact([add("2")], token)).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
  });
});

test("reads several items as they are at one moment, and nothing for those that are not there", async () => {
  await transact([put("B1", { seat: { S: "12A" } })]);
  const Get = { TableName: "Bookings", Key: item("B1"), ProjectionExpression: "seat" };
  const missing = { TableName: "Outbox", Key: item("B1") };

  const { Responses } = await cloud.dynamodb.send(
    new TransactGetItemsCommand({ TransactItems: [{ Get }, { Get: missing }] }),
  );

  expect(Responses).toEqual([{ Item: { seat: { S: "12A" } } }, {}]);
});

describe("refuses", () => {
  test.each<[string, TransactWriteItem[], string | RegExp]>([
    [
      "no actions",
      [],
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "101 actions",
      Array.from({ length: 101 }, (_, index) => put(`B${index}`)),
      /^1 validation error detected: Value '\[.+\]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100$/s,
    ],
    [
      "two actions on one item",
      [put("B1"), put("B1")],
      "Transaction request cannot include multiple operations on one item",
    ],
    [
      "an empty key",
      [put("")],
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: bookingId",
    ],
    [
      "two kinds of action in one",
      [{ ...put("B1"), Delete: { TableName: "Bookings", Key: item("B2") } }],
      "TransactItems can only contain one of Check, Put, Update or Delete",
    ],
  ])("%s", async (_what, actions, message) => {
    await expect(transact(actions)).rejects.toMatchObject({
      name: "ValidationException",
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test("a table that does not exist", async () => {
    await expect(transact([put("B1", {}, "Nowhere")])).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });

  test("a key of another type, with the reason", async () => {
    const wrong: TransactWriteItem = { Put: { TableName: "Bookings", Item: { bookingId: { N: "5" } } } };

    await expect(transact([wrong])).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [
        {
          Code: "ValidationError",
          Message: "One or more parameter values were invalid: Type mismatch for key bookingId expected: S actual: N",
        },
      ],
    });
  });
});
