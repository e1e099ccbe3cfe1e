import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect, onTestFinished, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { entriesOf, type Store } from "../../core/store.ts";
import { openStore } from "../../store/index.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createStream } from "./test-support.ts";

const group = "/aws/lambda/charge";
const hour = 3_600_000;
const day = 24 * hour;

async function onDisk(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-retention-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return openStore(folder);
}

async function write(cloud: TestCloud, logStreamName: string, message: string): Promise<void> {
  const logEvents = [{ timestamp: cloud.clock.now(), message }];
  await cloud.logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
}

async function keep(cloud: TestCloud, retentionInDays: number): Promise<void> {
  await cloud.logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays }));
}

async function stored(store: Store, stream: string): Promise<string[]> {
  const messages: string[] = [];
  for await (const [, { message }] of entriesOf(
    store.large<{ message: string }>(`cloudwatch-logs/events/${group}:${stream}`),
  ))
    messages.push(message);
  return messages;
}

const messages = async (cloud: TestCloud) =>
  (await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: group }))).events!.map(({ message }) => message);

const storedBytes = async (cloud: TestCloud) =>
  (await cloud.logs.send(new DescribeLogGroupsCommand({}))).logGroups![0]!.storedBytes;

test.each([
  ["in memory", async () => new MemoryStore() as Store],
  ["on disk", onDisk],
])("events past the retention are hidden at once and deleted within an hour of writing: %s", async (_, open) => {
  const store = await open();
  await using cloud = await startTestCloud({ store });
  for (const stream of ["ended", "one", "other"]) await createStream(cloud, group, stream);
  await keep(cloud, 1);
  await write(cloud, "ended", "old");
  await write(cloud, "one", "old");
  await cloud.clock.advance(day / 2);
  await write(cloud, "one", "newer");
  await cloud.clock.advance(day / 2 + 1);

  expect(await messages(cloud)).toEqual(["newer"]);
  expect([await stored(store, "ended"), await stored(store, "one")], "not deleted yet").toEqual([
    ["old"],
    ["old", "newer"],
  ]);

  await write(cloud, "other", "new");
  await cloud.clock.settle();
  expect(await messages(cloud)).toEqual(["newer", "new"]);
  expect([await stored(store, "ended"), await stored(store, "one")]).toEqual([[], ["newer"]]);
  expect(await storedBytes(cloud)).toBe("newer".length + "new".length);
});

test("a stream that has lost all its events is still there, and takes new ones", async () => {
  await using cloud = await startTestCloud();
  await createStream(cloud, group, "ended");
  await createStream(cloud, group, "other");
  await keep(cloud, 1);
  await write(cloud, "ended", "old");
  await cloud.clock.advance(2 * day);
  await write(cloud, "other", "new");
  await cloud.clock.settle();
  await write(cloud, "ended", "again");

  const { logStreams } = await cloud.logs.send(new DescribeLogStreamsCommand({ logGroupName: group }));
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(["ended", "other"]);
  const { events } = await cloud.logs.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: "ended" }));
  expect(events?.map(({ message }) => message)).toEqual(["again"]);
});

test("without a retention policy, events are kept", async () => {
  const store = new MemoryStore();
  await using cloud = await startTestCloud({ store });
  await createStream(cloud, group, "one");
  await write(cloud, "one", "old");
  await cloud.clock.advance(400 * day);
  await write(cloud, "one", "new");
  await cloud.clock.settle();

  expect(await stored(store, "one")).toEqual(["old", "new"]);
});
