import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { openStore } from "../../store/index.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTable, globalIndex } from "./test-support.ts";

const TableName = "Bookings";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-cloud-items-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

async function withCloud<T>(use: (cloud: TestCloud) => Promise<T>): Promise<T> {
  await using cloud = await startTestCloud({ store: await openStore(folder) });
  return await use(cloud);
}

const item = (id: string, flight = "F1") => ({ bookingId: { S: id }, flight: { S: flight } });
const put = (cloud: TestCloud, id: string, flight?: string) =>
  cloud.dynamodb.send(new PutItemCommand({ TableName, Item: item(id, flight) }));
const get = async (cloud: TestCloud, id: string) =>
  (await cloud.dynamodb.send(new GetItemCommand({ TableName, Key: { bookingId: { S: id } } }))).Item;
const table = async (cloud: TestCloud) => (await cloud.dynamodb.send(new DescribeTableCommand({ TableName }))).Table!;

/** "B0000" and so on, written in batches. */
async function fill(cloud: TestCloud, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, number) => `B${String(number).padStart(4, "0")}`);
  for (let at = 0; at < count; at += 25) {
    const requests = ids.slice(at, at + 25).map((id) => ({ PutRequest: { Item: item(id) } }));
    await cloud.dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  }
}

async function scan(cloud: TestCloud): Promise<string[]> {
  const ids: string[] = [];
  let ExclusiveStartKey: Record<string, never> | undefined;
  do {
    const page = await cloud.dynamodb.send(new ScanCommand({ TableName, ExclusiveStartKey, Limit: 700 }));
    ids.push(...page.Items!.map(({ bookingId }) => bookingId!.S!));
    ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
  } while (ExclusiveStartKey);
  return ids.sort();
}

test("items are the same after a restart, with the table's size", async () => {
  const before = await withCloud(async (cloud) => {
    await createTable(cloud);
    for (const id of ["B1", "B2", "B3"]) await put(cloud, id);
    await put(cloud, "B2", "F22");
    await cloud.dynamodb.send(new DeleteItemCommand({ TableName, Key: { bookingId: { S: "B3" } } }));
    await cloud.dynamodb.send(new DeleteItemCommand({ TableName, Key: { bookingId: { S: "none" } } }));
    const { ItemCount, TableSizeBytes } = await table(cloud);
    return { ItemCount, TableSizeBytes };
  });
  // "bookingId" + "B1" + "flight" + "F1", and one byte more for F22.
  expect(before).toEqual({ ItemCount: 2, TableSizeBytes: 2 * (9 + 2 + 6 + 2) + 1 });

  await withCloud(async (cloud) => {
    expect(await table(cloud)).toMatchObject(before);
    expect([await get(cloud, "B1"), await get(cloud, "B2"), await get(cloud, "B3")]).toEqual([
      item("B1"),
      item("B2", "F22"),
      undefined,
    ]);
    expect(await scan(cloud)).toEqual(["B1", "B2"]);
  });
});

test("concurrent updates of one item do not lose any", async () => {
  await withCloud(async (cloud) => {
    await createTable(cloud);
    const increment = new UpdateItemCommand({
      TableName,
      Key: { bookingId: { S: "B1" } },
      UpdateExpression: "ADD seats :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    });
    await Promise.all(Array.from({ length: 100 }, () => cloud.dynamodb.send(increment)));

    expect(await get(cloud, "B1")).toMatchObject({ seats: { N: "100" } });
  });
});

test("scans in pages find every item once, among changes that are not written yet", async () => {
  await withCloud(async (cloud) => {
    await createTable(cloud);
    await fill(cloud, 2000);
    const pending = [put(cloud, "B0000.5"), put(cloud, "B1999.5")];

    const ids = await scan(cloud);
    await Promise.all(pending);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !id.endsWith(".5"))).toHaveLength(2000);
  });
});

test("a new index has the items from before, those that are written meanwhile, and those after it", async () => {
  await withCloud(async (cloud) => {
    await createTable(cloud);
    await fill(cloud, 1500);
    const creating = cloud.dynamodb.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: [
          { AttributeName: "bookingId", AttributeType: "S" },
          { AttributeName: "flight", AttributeType: "S" },
        ],
        GlobalSecondaryIndexUpdates: [
          {
            Create: globalIndex("ByFlight", "flight", "KEYS_ONLY"),
          },
        ],
      }),
    );
    await Promise.all([creating, ...["M1", "M2", "B0007"].map((id) => put(cloud, id, "F2"))]);
    await put(cloud, "L1", "F2");
  });

  await withCloud(async (cloud) => {
    const on = async (flight: string) => {
      const { Items, Count } = await cloud.dynamodb.send(
        new QueryCommand({
          TableName,
          IndexName: "ByFlight",
          KeyConditionExpression: "flight = :flight",
          ExpressionAttributeValues: { ":flight": { S: flight } },
        }),
      );
      return { ids: Items!.map(({ bookingId }) => bookingId!.S!).sort(), count: Count };
    };
    expect((await on("F2")).ids).toEqual(["B0007", "L1", "M1", "M2"]);
    expect((await on("F1")).count).toBe(1499);
    expect((await table(cloud)).GlobalSecondaryIndexes![0]!.ItemCount).toBe(1503);
  });
});
