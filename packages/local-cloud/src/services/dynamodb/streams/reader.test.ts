import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { openStore } from "../../../store/index.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import type { StreamBatch, StreamReader } from "./stream-reader.ts";
import { createStreamTable, setStream, streamReads, writesTo } from "./test-support.ts";

let cloud: TestCloud;
let arn: string;
let reader: StreamReader;
beforeEach(async () => {
  cloud = await startTestCloud();
  arn = await createStreamTable(cloud);
  reader = readerOf(cloud);
});
afterEach(() => cloud.close());

const readerOf = ({ account }: TestCloud) => account.service("dynamodb").streams!;
const oldest = { type: "TRIM_HORIZON" } as const;
const after = ({ records }: StreamBatch) =>
  ({ type: "AFTER_SEQUENCE_NUMBER", sequenceNumber: records.at(-1)!.dynamodb.SequenceNumber }) as const;
const ids = ({ records }: StreamBatch) => records.map(({ dynamodb }) => dynamodb.Keys.bookingId?.S);
const dayMs = 24 * 60 * 60 * 1000;

async function put(...names: string[]): Promise<void> {
  for (const name of names) await writesTo(cloud).put(name);
}

test("reads the records that GetRecords answers", async () => {
  await put("B1");
  const [record] = await streamReads(cloud).all(arn);

  const { records, shardId } = reader.read(arn, oldest, 10);

  expect(records).toMatchObject([{ eventID: record?.eventID, dynamodb: { NewImage: { bookingId: { S: "B1" } } } }]);
  expect(shardId).toBe((await streamReads(cloud).shard(arn)).ShardId);
});

test("reads on after a record, up to the limit", async () => {
  await put("B1", "B2", "B3");
  const first = reader.read(arn, oldest, 2);
  const second = reader.read(arn, after(first), 2);

  expect([ids(first), ids(second)]).toEqual([["B1", "B2"], ["B3"]]);
  expect(reader.read(arn, after(second), 2)).toMatchObject({ records: [], trimmed: false, closed: false });
});

test("a resolved position sees what comes later, even much later", async () => {
  await put("B1");
  const [start, latest] = [reader.resolve(arn, "TRIM_HORIZON"), reader.resolve(arn, "LATEST")];
  await cloud.clock.advance(dayMs / 2);
  await put("B2");

  expect(ids(reader.read(arn, start, 10))).toEqual(["B1", "B2"]);
  expect(ids(reader.read(arn, latest, 10))).toEqual(["B2"]);
  expect(ids(reader.read(arn, { type: "LATEST" }, 10))).toEqual([]);
});

test("says so if records were deleted before they were read, and only then", async () => {
  const start = reader.resolve(arn, "LATEST");
  await put("B1");
  const afterB1 = after(reader.read(arn, start, 10));
  await cloud.clock.advance(dayMs);
  await put("B2");

  expect(reader.read(arn, start, 10)).toMatchObject({ trimmed: true });
  expect(ids(reader.read(arn, start, 10))).toEqual(["B2"]);
  expect(reader.read(arn, afterB1, 10)).toMatchObject({ trimmed: false });
  expect(reader.read(arn, oldest, 10)).toMatchObject({ trimmed: false });
});

test("calls the listener once a record can be read, and before the writer has its answer", async () => {
  const heard: unknown[] = [];
  const end = reader.onRecord(arn, () => heard.push(ids(reader.read(arn, oldest, 10))));
  await put("B1");
  const atAnswer = [...heard];
  end();
  await put("B2");

  expect(atAnswer).toEqual([["B1"]]);
  expect(heard).toEqual(atAnswer);
});

test("a disabled stream is closed at its end, and exists for another day", async () => {
  await put("B1", "B2");
  await setStream(cloud, undefined);

  expect(reader.read(arn, oldest, 1)).toMatchObject({ closed: false });
  expect(reader.read(arn, oldest, 2)).toMatchObject({ closed: true });
  expect(reader.exists(arn)).toBe(true);
  await cloud.clock.advance(dayMs);
  expect(reader.exists(arn)).toBe(false);
  expect(() => reader.read(arn, oldest, 1)).toThrow(`Stream: ${arn} not found`);
});

test("positions, records and the open stream are there after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-streams-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const put = (in_: TestCloud, id: string) =>
    in_.dynamodb.send(new PutItemCommand({ TableName: "Bookings", Item: { bookingId: { S: id } } }));
  const before = await startTestCloud({ store: await openStore(folder) });
  const stream = await createStreamTable(before);
  await put(before, "B1");
  const position = readerOf(before).resolve(stream, "LATEST");
  await put(before, "B2");
  const records = readerOf(before).read(stream, oldest, 10);
  await before.close();

  await using restarted = await startTestCloud({ store: await openStore(folder) });
  await put(restarted, "B3");

  expect(readerOf(restarted).read(stream, oldest, 2)).toEqual(records);
  expect(ids(readerOf(restarted).read(stream, position, 10))).toEqual(["B2", "B3"]);
});
