import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { startTestCloud, type TestCloud } from "@event-choreography/local-cloud/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readOpenBookings } from "./open-bookings.ts";

const keys = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  ...(range ? [{ AttributeName: range, KeyType: "RANGE" as const }] : []),
];
const strings = (...names: string[]) => names.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const }));

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("reads the open bookings from the index, the oldest first, without those that lack openSince", async () => {
  const tables = await bookings(true);

  const { bookings: found, fromIndex } = await readOpenBookings({ tables }, "BookingTable");

  expect(fromIndex).toBe(true);
  expect(found.map(({ bookingId }) => bookingId)).toEqual(["B2", "B1"]);
});

test("reads the whole table if it has no index, those that lack openSince last", async () => {
  const tables = await bookings(false);

  const { bookings: found, fromIndex } = await readOpenBookings({ tables }, "BookingTable");

  expect(fromIndex).toBe(false);
  expect(found.map(({ bookingId }) => bookingId)).toEqual(["B2", "B1", "B4"]);
});

test("reports any other error", async () => {
  const tables = DynamoDBDocumentClient.from(cloud.dynamodb);

  await expect(readOpenBookings({ tables }, "NoTable")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

async function bookings(withIndex: boolean): Promise<DynamoDBDocumentClient> {
  const Projection = { ProjectionType: "ALL" as const };
  const index = { IndexName: "OpenBookings", KeySchema: keys("status", "openSince"), Projection };
  await cloud.dynamodb.send(
    new CreateTableCommand({
      TableName: "BookingTable",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: keys("bookingId"),
      AttributeDefinitions: withIndex ? strings("bookingId", "status", "openSince") : strings("bookingId"),
      ...(withIndex && { GlobalSecondaryIndexes: [index] }),
    }),
  );
  const tables = DynamoDBDocumentClient.from(cloud.dynamodb);
  for (const Item of [
    { bookingId: "B1", status: "REQUESTED", openSince: "2026-01-01T12:05:00.000Z" },
    { bookingId: "B2", status: "REQUESTED", openSince: "2026-01-01T12:01:00.000Z" },
    { bookingId: "B3", status: "TICKETED" },
    { bookingId: "B4", status: "REQUESTED" },
  ]) {
    await tables.send(new PutCommand({ TableName: "BookingTable", Item }));
  }
  return tables;
}
