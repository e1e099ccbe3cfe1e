import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, type DynamoDBClient, ScanCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { expect, onTestFinished, test } from "vitest";
import { compileCrashingCloud, startCrashingCloud } from "../../../cloud/fixtures/crashing-cloud.ts";
import { Random } from "../../../core/random.ts";

/** For more: CRASHES=100 npx vitest run packages/local-cloud/src/services/dynamodb/streams/crash.test.ts */
const crashes = Number(process.env.CRASHES ?? 5);
const seed = Number(process.env.SEED ?? 1);
const writesPerRound = 30;
const ids = ["B1", "B2", "B3"];

async function createStreamTable(dynamodb: DynamoDBClient): Promise<string> {
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: "Bookings",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "bookingId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "bookingId", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  return TableDescription!.LatestStreamArn!;
}

/** Counts up one item. */
function increment(dynamodb: DynamoDBClient, id: string) {
  return dynamodb.send(
    new UpdateItemCommand({
      TableName: "Bookings",
      Key: { bookingId: { S: id } },
      UpdateExpression: "ADD writes :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    }),
  );
}

async function readAll({ config }: DynamoDBClient, StreamArn: string): Promise<_Record[]> {
  const { region, credentials } = config;
  const streams = new DynamoDBStreamsClient({ endpoint: await config.endpoint!(), region, credentials });
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const { ShardId } = StreamDescription!.Shards![0]!;
  const records: _Record[] = [];
  let { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
  );
  for (;;) {
    const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
    if (!page.Records?.length) return records;
    records.push(...page.Records);
    ShardIterator = page.NextShardIterator;
  }
}

const count = (image: _Record["dynamodb"] | undefined, name: "NewImage" | "OldImage") =>
  Number(image?.[name]?.writes?.N ?? 0);

test(`a record is there exactly if its write is, over ${crashes} kills at random moments (seed ${seed})`, {
  timeout: 30_000 + crashes * 10_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-crash-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const compiled = await compileCrashingCloud();
  onTestFinished(() => rmSync(compiled));
  const random = new Random(seed);
  const answered: Record<string, number> = Object.fromEntries(ids.map((id) => [id, 0]));
  const start = async () => {
    const cloud = await startCrashingCloud(compiled, folder);
    onTestFinished(() => cloud.kill());
    return cloud;
  };

  const first = await start();
  const streamArn = await createStreamTable(first.clients.dynamodb);
  expect(await first.end()).toBe(0);
  for (let round = 1; round <= crashes; round++) {
    const cloud = await start();
    cloud.killAfter(1 + random.below(writesPerRound));
    const writes = Array.from({ length: writesPerRound }, async (_, at) => {
      const id = ids[at % ids.length]!;
      await increment(cloud.clients.dynamodb, id);
      answered[id]!++;
    });
    await Promise.allSettled(writes);
    cloud.kill();
    await cloud.exited;
  }

  const last = await start();
  const { Items } = await last.clients.dynamodb.send(new ScanCommand({ TableName: "Bookings" }));
  const records = await readAll(last.clients.dynamodb, streamArn);
  expect(await last.end()).toBe(0);

  for (const id of ids) {
    const ofItem = records.filter(({ dynamodb }) => dynamodb?.Keys?.bookingId?.S === id);
    const written = Number(Items?.find(({ bookingId }) => bookingId?.S === id)?.writes?.N ?? 0);
    const steps = ofItem.map(({ dynamodb }) => [count(dynamodb, "OldImage"), count(dynamodb, "NewImage")]);
    expect(written, `writes of ${id} that were answered and are there`).toBeGreaterThanOrEqual(answered[id]!);
    expect(steps, `records of ${id}`).toEqual(Array.from({ length: written }, (_, at) => [at, at + 1]));
  }
  expect(Object.values(answered).reduce((sum, each) => sum + each)).toBeGreaterThan(crashes);
});
