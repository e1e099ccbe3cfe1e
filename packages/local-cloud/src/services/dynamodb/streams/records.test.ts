import { BatchWriteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { createTable } from "../test-support.ts";
import { createStreamTable, streamReads, writesTo } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const names = (records: _Record[]) => records.map(({ eventName }) => eventName);
const states = (records: _Record[]) => records.map(({ dynamodb }) => dynamodb?.NewImage?.state?.S);

test("a record tells of the change as AWS's does", async () => {
  const arn = await createStreamTable(cloud);
  await writesTo(cloud).put("B123", { amount: { N: "300" }, tags: { SS: ["a", "b"] } });

  const [record] = await streamReads(cloud).all(arn);

  expect(record).toEqual({
    eventID: expect.stringMatching(/^[0-9a-f]{32}$/),
    eventName: "INSERT",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: "us-east-1",
    dynamodb: {
      ApproximateCreationDateTime: new Date(cloud.clock.now()),
      Keys: { bookingId: { S: "B123" } },
      NewImage: { bookingId: { S: "B123" }, amount: { N: "300" }, tags: { SS: ["a", "b"] } },
      SequenceNumber: expect.stringMatching(/^\d{21}$/),
      SizeBytes: 40,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
  });
});

test.each([
  ["KEYS_ONLY", undefined, undefined],
  ["NEW_IMAGE", "PAID", undefined],
  ["OLD_IMAGE", undefined, "OPEN"],
  ["NEW_AND_OLD_IMAGES", "PAID", "OPEN"],
] as const)("%s has the images that it names", async (type, newState, oldState) => {
  const arn = await createStreamTable(cloud, type);
  const { set } = writesTo(cloud);
  await set("B123", "OPEN");
  await set("B123", "PAID");

  const [, { dynamodb } = {}] = await streamReads(cloud).all(arn);

  expect(dynamodb).toMatchObject({ Keys: { bookingId: { S: "B123" } }, StreamViewType: type });
  expect([dynamodb?.NewImage?.state?.S, dynamodb?.OldImage?.state?.S]).toEqual([newState, oldState]);
});

test("an insert has no old image, and a removal has no new one", async () => {
  const arn = await createStreamTable(cloud);
  const { put, remove } = writesTo(cloud);
  await put("B123");
  await remove("B123");

  const [insert, removal] = await streamReads(cloud).all(arn);

  expect([insert?.eventName, removal?.eventName]).toEqual(["INSERT", "REMOVE"]);
  expect(insert?.dynamodb).not.toHaveProperty("OldImage");
  expect(removal?.dynamodb).not.toHaveProperty("NewImage");
  expect(removal?.dynamodb?.OldImage).toEqual({ bookingId: { S: "B123" } });
});

test("a write that changes nothing makes no record", async () => {
  const arn = await createStreamTable(cloud);
  const { put, set, remove } = writesTo(cloud);
  await put("B123", { state: { S: "OPEN" }, seats: { SS: ["12A", "12B"] }, amount: { N: "300" } });
  await put("B123", { amount: { N: "300.0" }, seats: { SS: ["12B", "12A"] }, state: { S: "OPEN" } });
  await set("B123", "OPEN");
  await remove("B999");

  expect(names(await streamReads(cloud).all(arn))).toEqual(["INSERT"]);
});

test("a refused write makes no record", async () => {
  const arn = await createStreamTable(cloud);
  await writesTo(cloud).put("B123");
  const again = new PutItemCommand({
    TableName: "Bookings",
    Item: { bookingId: { S: "B123" }, state: { S: "OPEN" } },
    ConditionExpression: "attribute_not_exists(bookingId)",
  });

  await expect(cloud.dynamodb.send(again)).rejects.toThrow("The conditional request failed");
  expect(await streamReads(cloud).all(arn)).toHaveLength(1);
});

test("each write of a batch makes its own record", async () => {
  const arn = await createStreamTable(cloud);
  await writesTo(cloud).put("B1");
  await cloud.dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: {
        Bookings: [
          { DeleteRequest: { Key: { bookingId: { S: "B1" } } } },
          { PutRequest: { Item: { bookingId: { S: "B2" } } } },
          { PutRequest: { Item: { bookingId: { S: "B3" } } } },
        ],
      },
    }),
  );

  const records = await streamReads(cloud).all(arn);

  expect(records.map((each) => `${each.eventName} ${each.dynamodb?.Keys?.bookingId?.S}`)).toEqual([
    "INSERT B1",
    "REMOVE B1",
    "INSERT B2",
    "INSERT B3",
  ]);
});

test("the records of an item are in the order of its writes, and numbered in that order", async () => {
  const arn = await createStreamTable(cloud);
  const { set } = writesTo(cloud);
  const written = Array.from({ length: 20 }, (_, number) => `state ${number}`);
  for (const state of written) await set("B123", state);

  const records = await streamReads(cloud).all(arn);
  const numbers = records.map(({ dynamodb }) => dynamodb!.SequenceNumber!);

  expect(states(records)).toEqual(written);
  expect(numbers).toEqual([...new Set(numbers)].sort());
});

test("of simultaneous writes to one item, each record continues where the one before ended", async () => {
  const arn = await createStreamTable(cloud);
  const { set } = writesTo(cloud);
  await Promise.all(Array.from({ length: 20 }, (_, number) => set("B123", `state ${number}`)));

  const records = await streamReads(cloud).all(arn);

  expect(new Set(states(records)).size).toBe(20);
  expect(records.slice(1).map(({ dynamodb }) => dynamodb?.OldImage?.state?.S)).toEqual(states(records.slice(0, -1)));
});

test("a record is the same at each read", async () => {
  const arn = await createStreamTable(cloud);
  await writesTo(cloud).put("B123");
  const { all } = streamReads(cloud);

  expect(await all(arn)).toEqual(await all(arn));
});

test("a table with a partition and a sort key has both in its records' keys", async () => {
  const { TableDescription } = await createTable(cloud, {
    AttributeDefinitions: [
      { AttributeName: "flightId", AttributeType: "S" },
      { AttributeName: "seat", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: "flightId", KeyType: "HASH" },
      { AttributeName: "seat", KeyType: "RANGE" },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  });
  const Item = { flightId: { S: "FLIGHT001" }, seat: { N: "12" }, customerId: { S: "CUST001" } };
  await cloud.dynamodb.send(new PutItemCommand({ TableName: "Bookings", Item }));

  const [record] = await streamReads(cloud).all(TableDescription!.LatestStreamArn!);

  expect(record?.dynamodb?.Keys).toEqual({ flightId: { S: "FLIGHT001" }, seat: { N: "12" } });
});
