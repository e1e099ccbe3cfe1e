import { ExpiredIteratorException, TrimmedDataAccessException } from "@aws-sdk/client-dynamodb-streams";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { createStreamTable, setStream, streamReads, writesTo } from "./test-support.ts";

let cloud: TestCloud;
let arn: string;
beforeEach(async () => {
  cloud = await startTestCloud();
  arn = await createStreamTable(cloud);
});
afterEach(() => cloud.close());

const hourMs = 60 * 60 * 1000;
const minuteMs = 60 * 1000;

/** Puts an item for each id. */
async function put(...ids: string[]): Promise<void> {
  for (const id of ids) await writesTo(cloud).put(id);
}

const ids = ({ Records }: { Records?: Array<{ dynamodb?: { Keys?: Record<string, { S?: string }> } }> }) =>
  Records?.map(({ dynamodb }) => dynamodb?.Keys?.bookingId?.S);

test("an empty stream has no records, and a next iterator that sees those to come", async () => {
  const { iterator, next } = streamReads(cloud);
  const empty = await next(await iterator(arn));
  await put("B1");

  expect(empty.Records).toEqual([]);
  expect(ids(await next(empty.NextShardIterator))).toEqual(["B1"]);
});

test("TRIM_HORIZON starts at the oldest record, LATEST after the newest", async () => {
  const { iterator, next } = streamReads(cloud);
  await put("B1");
  const latest = await iterator(arn, "LATEST");
  const oldest = await iterator(arn, "TRIM_HORIZON");
  await put("B2");

  expect(ids(await next(latest))).toEqual(["B2"]);
  expect(ids(await next(oldest))).toEqual(["B1", "B2"]);
});

test("a sequence number starts a reader at its record, or after it", async () => {
  const { iterator, next, all } = streamReads(cloud);
  await put("B1", "B2", "B3");
  const number = (await all(arn))[1]!.dynamodb!.SequenceNumber!;

  expect(ids(await next(await iterator(arn, "AT_SEQUENCE_NUMBER", number)))).toEqual(["B2", "B3"]);
  expect(ids(await next(await iterator(arn, "AFTER_SEQUENCE_NUMBER", number)))).toEqual(["B3"]);
});

test("the shard's first sequence number starts a reader at the oldest record", async () => {
  const { iterator, next, shard } = streamReads(cloud);
  await put("B1");
  const { StartingSequenceNumber } = (await shard(arn)).SequenceNumberRange!;

  expect(ids(await next(await iterator(arn, "AT_SEQUENCE_NUMBER", StartingSequenceNumber)))).toEqual(["B1"]);
});

test("records come in pages of the limit, none twice and none left out", async () => {
  const { iterator, next } = streamReads(cloud);
  await put("B1", "B2", "B3", "B4", "B5");
  const pages = [];
  for (let at = await iterator(arn); pages.length < 3; ) {
    const page = await next(at, 2);
    pages.push(ids(page));
    at = page.NextShardIterator!;
  }

  expect(pages).toEqual([["B1", "B2"], ["B3", "B4"], ["B5"]]);
});

test("one call returns at most 1 MB", async () => {
  const { iterator, next } = streamReads(cloud);
  for (const id of ["B1", "B2", "B3", "B4"]) await writesTo(cloud).put(id, { note: { S: "x".repeat(300_000) } });

  const first = await next(await iterator(arn));

  expect(ids(first)).toEqual(["B1", "B2", "B3"]);
  expect(ids(await next(first.NextShardIterator))).toEqual(["B4"]);
});

test("records are deleted after 24 hours", async () => {
  const { all } = streamReads(cloud);
  await put("B1");
  await cloud.clock.advance(23 * hourMs);
  await put("B2");
  const before = await all(arn);
  await cloud.clock.advance(hourMs);

  expect(ids({ Records: before })).toEqual(["B1", "B2"]);
  expect(ids({ Records: await all(arn) })).toEqual(["B2"]);
});

test("a position whose record was deleted is refused, and the message says what is left", async () => {
  const { iterator, all } = streamReads(cloud);
  await put("B1");
  const number = (await all(arn))[0]!.dynamodb!.SequenceNumber!;
  await cloud.clock.advance(24 * hourMs);

  const attempt = iterator(arn, "AFTER_SEQUENCE_NUMBER", number);

  await expect(attempt).rejects.toBeInstanceOf(TrimmedDataAccessException);
  await expect(attempt).rejects.toThrow(
    `records are deleted after 24 hours. The oldest ones left come after ${number}`,
  );
});

test("an iterator does not skip records that were deleted before it was used", async () => {
  const { iterator, next } = streamReads(cloud);
  await put("B1");
  await cloud.clock.advance(24 * hourMs - minuteMs);
  const before = await iterator(arn);
  await cloud.clock.advance(2 * minuteMs);

  await expect(next(before)).rejects.toBeInstanceOf(TrimmedDataAccessException);
});

test("an iterator can be used for 15 minutes", async () => {
  const { iterator, next } = streamReads(cloud);
  await put("B1");
  const first = await iterator(arn);
  await cloud.clock.advance(15 * minuteMs);
  const inTime = await next(first);
  await cloud.clock.advance(1);

  expect(ids(inTime)).toEqual(["B1"]);
  await expect(next(first)).rejects.toBeInstanceOf(ExpiredIteratorException);
  expect((await next(inTime.NextShardIterator)).Records).toEqual([]);
});

test("a disabled stream has an end, and can be read to it for 24 hours", async () => {
  const { iterator, next, shard } = streamReads(cloud);
  await put("B1");
  await setStream(cloud, undefined);
  await put("B2");
  await cloud.clock.advance(24 * hourMs - 1);

  const last = await next(await iterator(arn));
  expect(ids(last)).toEqual(["B1"]);
  expect(last).not.toHaveProperty("NextShardIterator");
  expect((await shard(arn)).SequenceNumberRange?.EndingSequenceNumber).toBe(
    last.Records?.[0]?.dynamodb?.SequenceNumber,
  );
  await cloud.clock.advance(1);
  await expect(iterator(arn)).rejects.toThrow(`Stream: ${arn} not found`);
});

test.each([
  ["no ShardIterator", "", "have length greater than or equal to 1"],
  ["what is no iterator", "next-records-please-of-this-shard", "Invalid ShardIterator"],
  ["a changed iterator", "arn:aws:dynamodb|1|e30", "Invalid ShardIterator"],
])("GetRecords refuses %s", async (_, iterator, message) => {
  const attempt = streamReads(cloud).next(iterator);

  await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
  await expect(attempt).rejects.toThrow(message);
});

test.each([0, 1001])("GetRecords refuses the limit %i", async (limit) => {
  const { iterator, next } = streamReads(cloud);

  await expect(next(await iterator(arn), limit)).rejects.toThrow(`Value '${limit}' at 'limit' failed to satisfy`);
});

test.each([
  [
    "TRIM_HORIZON",
    "100000000000000000001",
    "SequenceNumber must not be specified when ShardIteratorType is TRIM_HORIZON",
  ],
  ["AT_SEQUENCE_NUMBER", undefined, "SequenceNumber is required when ShardIteratorType is AT_SEQUENCE_NUMBER"],
  ["AFTER_SEQUENCE_NUMBER", "12", "must have length greater than or equal to 21".replace("must", "Member must")],
  ["AFTER_SEQUENCE_NUMBER", "999999999999999999999", "999999999999999999999 is not in the shard, whose range is"],
  ["SOMEWHERE", undefined, "[AFTER_SEQUENCE_NUMBER, AT_SEQUENCE_NUMBER, LATEST, TRIM_HORIZON]"],
])("GetShardIterator refuses %s with the number %s", async (type, number, message) => {
  const attempt = streamReads(cloud).iterator(arn, type as "LATEST", number);

  await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
  await expect(attempt).rejects.toThrow(message);
});
