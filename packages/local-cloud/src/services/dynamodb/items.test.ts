import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTable, globalIndex, tableArn } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await createTable(cloud, {
    TableName: "Seats",
    AttributeDefinitions: [
      { AttributeName: "flightId", AttributeType: "S" },
      { AttributeName: "seat", AttributeType: "N" },
      { AttributeName: "customerId", AttributeType: "S" },
    ],
    KeySchema: [
      { AttributeName: "flightId", KeyType: "HASH" },
      { AttributeName: "seat", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [globalIndex("byCustomer", "customerId", "KEYS_ONLY")],
  });
});
afterEach(() => cloud.close());

const seat = (number: number, customer = "CUST001") => ({
  flightId: { S: "FLIGHT001" },
  seat: { N: String(number) },
  customerId: { S: customer },
});
const key = (number: number) => ({ flightId: { S: "FLIGHT001" }, seat: { N: String(number) } });
const put = (number: number, customer?: string) =>
  cloud.dynamodb.send(new PutItemCommand({ TableName: "Seats", Item: seat(number, customer) }));

test("an item can be put, read and deleted", async () => {
  await put(12);
  const found = await cloud.dynamodb.send(new GetItemCommand({ TableName: "Seats", Key: key(12) }));
  await cloud.dynamodb.send(new DeleteItemCommand({ TableName: "Seats", Key: key(12) }));
  const gone = await cloud.dynamodb.send(new GetItemCommand({ TableName: "Seats", Key: key(12) }));

  expect(found.Item).toEqual(seat(12));
  expect(gone.Item).toBeUndefined();
});

test("a failed condition returns the current item on request", async () => {
  await put(12, "CUST001");

  const attempt = cloud.dynamodb.send(
    new PutItemCommand({
      TableName: "Seats",
      Item: seat(12, "CUST002"),
      ConditionExpression: "attribute_not_exists(seat)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  );

  const error = (await attempt.catch((reason) => reason)) as ConditionalCheckFailedException;
  expect(error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(error.message).toBe("The conditional request failed");
  expect(error.Item).toEqual(seat(12, "CUST001"));
});

test("a failed condition returns no item by default", async () => {
  await put(12);

  const attempt = cloud.dynamodb.send(
    new UpdateItemCommand({
      TableName: "Seats",
      Key: key(12),
      UpdateExpression: "SET customerId = :c",
      ConditionExpression: "customerId = :other",
      ExpressionAttributeValues: { ":c": { S: "CUST002" }, ":other": { S: "CUST003" } },
    }),
  );

  await expect(attempt).rejects.toMatchObject({ name: "ConditionalCheckFailedException", Item: undefined });
});

test("only one of several concurrent conditional updates succeeds", async () => {
  const take = (customer: string) =>
    cloud.dynamodb.send(
      new UpdateItemCommand({
        TableName: "Seats",
        Key: key(12),
        UpdateExpression: "SET customerId = :c",
        ConditionExpression: "attribute_not_exists(customerId)",
        ExpressionAttributeValues: { ":c": { S: customer } },
      }),
    );

  const outcomes = await Promise.allSettled([take("CUST001"), take("CUST002"), take("CUST003")]);

  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a query returns items in the numeric order of their sort keys, or in reverse", async () => {
  for (const number of [10, 9, 100, -1]) await put(number);
  const query = async (forward: boolean) => {
    const { Items = [] } = await cloud.dynamodb.send(
      new QueryCommand({
        TableName: "Seats",
        KeyConditionExpression: "flightId = :f",
        ExpressionAttributeValues: { ":f": { S: "FLIGHT001" } },
        ScanIndexForward: forward,
      }),
    );
    return Items.map((item) => item.seat?.N);
  };

  expect(await query(true)).toEqual(["-1", "9", "10", "100"]);
  expect(await query(false)).toEqual(["100", "10", "9", "-1"]);
});

test("a query limits the sort key to a range, and pages by its limit", async () => {
  for (const number of [1, 2, 3, 4, 5]) await put(number);
  const page = (start?: Record<string, never>) =>
    cloud.dynamodb.send(
      new QueryCommand({
        TableName: "Seats",
        KeyConditionExpression: "flightId = :f AND seat BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":f": { S: "FLIGHT001" }, ":from": { N: "2" }, ":to": { N: "4" } },
        Limit: 2,
        ExclusiveStartKey: start,
      }),
    );

  const first = await page();
  const second = await page(first.LastEvaluatedKey as never);

  expect(first.Items?.map((item) => item.seat?.N)).toEqual(["2", "3"]);
  expect(first.LastEvaluatedKey).toEqual(key(3));
  expect(second.Items?.map((item) => item.seat?.N)).toEqual(["4"]);
  expect(second.LastEvaluatedKey).toBeUndefined();
});

test("an index follows changes and deletions of its items", async () => {
  await put(12, "CUST001");
  await put(12, "CUST002");
  const ofCustomer = async (customer: string) => {
    const { Items } = await cloud.dynamodb.send(
      new QueryCommand({
        TableName: "Seats",
        IndexName: "byCustomer",
        KeyConditionExpression: "customerId = :c",
        ExpressionAttributeValues: { ":c": { S: customer } },
      }),
    );
    return Items;
  };

  expect(await ofCustomer("CUST001")).toEqual([]);
  expect(await ofCustomer("CUST002")).toEqual([seat(12, "CUST002")]);
  await cloud.dynamodb.send(new DeleteItemCommand({ TableName: "Seats", Key: key(12) }));
  expect(await ofCustomer("CUST002")).toEqual([]);
});

test("batches write and read items, and a scan filters them", async () => {
  await cloud.dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: { Seats: [1, 2, 3].map((number) => ({ PutRequest: { Item: seat(number, `CUST00${number}`) } })) },
    }),
  );
  const got = await cloud.dynamodb.send(
    new BatchGetItemCommand({ RequestItems: { Seats: { Keys: [key(1), key(9)] } } }),
  );
  const scanned = await cloud.dynamodb.send(
    new ScanCommand({
      TableName: "Seats",
      FilterExpression: "customerId <> :c",
      ExpressionAttributeValues: { ":c": { S: "CUST001" } },
    }),
  );

  expect(got.Responses?.Seats).toEqual([seat(1)]);
  expect(scanned.ScannedCount).toBe(3);
  expect(scanned.Items).toHaveLength(2);
});

test("a missing table is reported with AWS's error", async () => {
  const attempt = cloud.dynamodb.send(new GetItemCommand({ TableName: "NoSuchTable", Key: key(1) }));

  await expect(attempt).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found",
  });
});

test("refuses a key that does not match the table's schema", async () => {
  const attempt = cloud.dynamodb.send(
    new GetItemCommand({ TableName: "Seats", Key: { flightId: { S: "FLIGHT001" } } }),
  );

  await expect(attempt).rejects.toMatchObject({
    name: "ValidationException",
    message: "The provided key element does not match the schema",
  });
});

test("a table can be named by its ARN", async () => {
  await put(12);
  const found = await cloud.dynamodb.send(new GetItemCommand({ TableName: tableArn("Seats"), Key: key(12) }));

  expect(found.Item).toEqual(seat(12));
});

test("refuses PartiQL and names the alternative", async () => {
  const attempt = cloud.dynamodb.send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM "Seats"' }));

  await expect(attempt).rejects.toThrow(/does not emulate dynamodb:ExecuteStatement.*Query/);
});
