import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { startTestCloud } from "../../testing/index.ts";

let dynamodb: DynamoDBClient;

beforeEach(async () => {
  const cloud = await startTestCloud();
  onTestFinished(() => cloud.close());
  dynamodb = cloud.dynamodb;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: "Seats",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "flightId", AttributeType: "S" },
        { AttributeName: "seat", AttributeType: "N" },
        { AttributeName: "customerId", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "flightId", KeyType: "HASH" },
        { AttributeName: "seat", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "byCustomer",
          KeySchema: [{ AttributeName: "customerId", KeyType: "HASH" }],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    }),
  );
});

const seat = (number: number, customer = "CUST001") => ({
  flightId: { S: "FLIGHT001" },
  seat: { N: String(number) },
  customerId: { S: customer },
});
const key = (number: number) => ({ flightId: { S: "FLIGHT001" }, seat: { N: String(number) } });
const put = (number: number, customer?: string) =>
  dynamodb.send(new PutItemCommand({ TableName: "Seats", Item: seat(number, customer) }));

test("what was put is got, and is gone once deleted", async () => {
  await put(12);
  const found = await dynamodb.send(new GetItemCommand({ TableName: "Seats", Key: key(12) }));
  await dynamodb.send(new DeleteItemCommand({ TableName: "Seats", Key: key(12) }));
  const gone = await dynamodb.send(new GetItemCommand({ TableName: "Seats", Key: key(12) }));

  expect(found.Item).toEqual(seat(12));
  expect(gone.Item).toBeUndefined();
});

test("a condition that does not hold answers with the item as it is, if asked", async () => {
  await put(12, "CUST001");

  const attempt = dynamodb.send(
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

test("a condition that does not hold answers without the item unless asked", async () => {
  await put(12);

  const attempt = dynamodb.send(
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

test("of two updates that race for one seat, one wins", async () => {
  const take = (customer: string) =>
    dynamodb.send(
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

test("a query reads a key's items in the order of their numbers, forwards and backwards", async () => {
  for (const number of [10, 9, 100, -1]) await put(number);
  const query = async (forward: boolean) => {
    const { Items = [] } = await dynamodb.send(
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

test("a query takes bounds on the sort key, and pages where it is told to", async () => {
  for (const number of [1, 2, 3, 4, 5]) await put(number);
  const page = (start?: Record<string, never>) =>
    dynamodb.send(
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

test("an index follows the items: moved, and removed with them", async () => {
  await put(12, "CUST001");
  await put(12, "CUST002");
  const ofCustomer = async (customer: string) => {
    const { Items } = await dynamodb.send(
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
  await dynamodb.send(new DeleteItemCommand({ TableName: "Seats", Key: key(12) }));
  expect(await ofCustomer("CUST002")).toEqual([]);
});

test("batches write and read, and a scan filters", async () => {
  await dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: { Seats: [1, 2, 3].map((number) => ({ PutRequest: { Item: seat(number, `CUST00${number}`) } })) },
    }),
  );
  const got = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { Seats: { Keys: [key(1), key(9)] } } }));
  const scanned = await dynamodb.send(
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

test("a table that is not there is named by AWS's error", async () => {
  const attempt = dynamodb.send(new GetItemCommand({ TableName: "NoSuchTable", Key: key(1) }));

  await expect(attempt).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found",
  });
});

test("a key that is not the table's is refused", async () => {
  const attempt = dynamodb.send(new GetItemCommand({ TableName: "Seats", Key: { flightId: { S: "FLIGHT001" } } }));

  await expect(attempt).rejects.toMatchObject({
    name: "ValidationException",
    message: "The provided key element does not match the schema",
  });
});

test("a table is also known by its ARN", async () => {
  await put(12);
  const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/Seats";

  const found = await dynamodb.send(new GetItemCommand({ TableName: arn, Key: key(12) }));

  expect(found.Item).toEqual(seat(12));
});

test("a transaction says that it is not emulated, and what to do instead", async () => {
  const attempt = dynamodb.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName: "Seats", Item: seat(1) } }] }),
  );

  await expect(attempt).rejects.toThrow(/does not emulate dynamodb:TransactWriteItems.*conditional writes/);
});
