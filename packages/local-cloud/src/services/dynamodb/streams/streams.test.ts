import {
  DeleteTableCommand,
  DescribeTableCommand,
  type StreamSpecification,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { afterEach, beforeEach, expect, test } from "vitest";
import { allow, createRole, startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { createTable, tableArn } from "../test-support.ts";
import { createStreamTable, setStream, streamReads, writesTo } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const table = { TableName: "Bookings" };
const label = "2026-01-01T12:00:00.000";
const hourMs = 60 * 60 * 1000;

async function describeTable() {
  return (await cloud.dynamodb.send(new DescribeTableCommand(table))).Table!;
}

async function streamArns(TableName?: string): Promise<Array<string | undefined>> {
  const { client } = streamReads(cloud);
  const { Streams } = await client.send(new ListStreamsCommand({ TableName }));
  return Streams!.map(({ StreamArn }) => StreamArn);
}

test("a table names its stream by the time at which it was enabled", async () => {
  const arn = await createStreamTable(cloud, "NEW_IMAGE");

  expect(arn).toBe(`${tableArn("Bookings")}/stream/${label}`);
  expect(await describeTable()).toMatchObject({
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    LatestStreamArn: arn,
    LatestStreamLabel: label,
  });
});

test("a stream describes its table and its shard", async () => {
  const arn = await createStreamTable(cloud, "KEYS_ONLY");

  const { StreamDescription } = await streamReads(cloud).client.send(new DescribeStreamCommand({ StreamArn: arn }));

  expect(StreamDescription).toEqual({
    StreamArn: arn,
    StreamLabel: label,
    StreamStatus: "ENABLED",
    StreamViewType: "KEYS_ONLY",
    CreationRequestDateTime: new Date(cloud.clock.now()),
    TableName: "Bookings",
    KeySchema: [{ AttributeName: "bookingId", KeyType: "HASH" }],
    Shards: [
      {
        ShardId: expect.stringMatching(/^shardId-\d{20}-[0-9a-f]{8}$/),
        SequenceNumberRange: { StartingSequenceNumber: expect.stringMatching(/^\d{21}$/) },
      },
    ],
  });
});

test("the shards after the only one are none, and neither are its children", async () => {
  const StreamArn = await createStreamTable(cloud);
  const { client, shard } = streamReads(cloud);
  const { ShardId } = await shard(StreamArn);

  const after = await client.send(new DescribeStreamCommand({ StreamArn, ExclusiveStartShardId: ShardId }));
  const ShardFilter = { Type: "CHILD_SHARDS", ShardId } as const;
  const children = await client.send(new DescribeStreamCommand({ StreamArn, ShardFilter }));

  expect(after.StreamDescription?.Shards).toEqual([]);
  expect(children.StreamDescription?.Shards).toEqual([]);
});

test("streams are listed, of all tables or of one, in pages", async () => {
  const bookings = await createStreamTable(cloud);
  const payments = await createTable(cloud, {
    TableName: "Payments",
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });
  await createTable(cloud, { TableName: "Seats" });
  const { client } = streamReads(cloud);
  const first = await client.send(new ListStreamsCommand({ Limit: 1 }));
  const ExclusiveStartStreamArn = first.LastEvaluatedStreamArn;
  const rest = await client.send(new ListStreamsCommand({ ExclusiveStartStreamArn }));

  expect(first.Streams).toEqual([{ StreamArn: bookings, TableName: "Bookings", StreamLabel: label }]);
  expect(rest.Streams).toEqual([expect.objectContaining({ TableName: "Payments" })]);
  expect(rest).not.toHaveProperty("LastEvaluatedStreamArn");
  expect(await streamArns("Payments")).toEqual([payments.TableDescription?.LatestStreamArn]);
  expect(await streamArns("Seats")).toEqual([]);
});

test("a stream that is enabled later has the writes from then on", async () => {
  await createTable(cloud);
  await writesTo(cloud).put("B1");
  const arn = await setStream(cloud, "NEW_IMAGE");
  await writesTo(cloud).put("B2");

  const records = await streamReads(cloud).all(arn);

  expect(records.map(({ dynamodb }) => dynamodb?.Keys?.bookingId?.S)).toEqual(["B2"]);
});

test("a table whose stream is disabled still names it, until the next one", async () => {
  const first = await createStreamTable(cloud);
  await setStream(cloud, undefined);
  const disabled = await describeTable();
  const second = await setStream(cloud, "KEYS_ONLY");

  expect(disabled).not.toHaveProperty("StreamSpecification");
  expect(disabled.LatestStreamArn).toBe(first);
  expect((await describeTable()).LatestStreamArn).toBe(second);
  expect(await streamArns()).toEqual([first, second]);
});

test("a deleted table's stream is disabled, can be read, and is gone after 24 hours", async () => {
  const arn = await createStreamTable(cloud);
  await writesTo(cloud).put("B1");
  await cloud.dynamodb.send(new DeleteTableCommand(table));
  const { client, all } = streamReads(cloud);
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: arn }));

  expect(StreamDescription?.StreamStatus).toBe("DISABLED");
  expect(await all(arn)).toMatchObject([{ eventName: "INSERT" }]);
  await cloud.clock.advance(24 * hourMs);
  expect(await streamArns()).toEqual([]);
  await expect(client.send(new DescribeStreamCommand({ StreamArn: arn }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: `Requested resource not found: Stream: ${arn} not found`,
  });
});

test("a new table of the same name does not write to the old one's stream", async () => {
  const old = await createStreamTable(cloud);
  await cloud.dynamodb.send(new DeleteTableCommand(table));
  await createTable(cloud);
  await writesTo(cloud).put("B1");

  expect(await streamReads(cloud).all(old)).toEqual([]);
});

test.each<[string, StreamSpecification | object, string]>([
  [
    "a stream without a view type",
    { StreamEnabled: true },
    "created with a stream enabled, UpdateViewType is required",
  ],
  ["a view type without a stream", { StreamEnabled: false, StreamViewType: "NEW_IMAGE" }, "should not be specified"],
  ["neither", {}, "Value null at 'streamSpecification.streamEnabled'"],
  [
    "an unknown view type",
    { StreamEnabled: true, StreamViewType: "ALL" },
    "[NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES,",
  ],
])("CreateTable refuses %s", async (_, specification, message) => {
  const attempt = createTable(cloud, { StreamSpecification: specification as StreamSpecification });

  await expect(attempt).rejects.toMatchObject({ name: "ValidationException" });
  await expect(attempt).rejects.toThrow(message);
});

test("UpdateTable refuses to enable or to disable a stream twice, or to change its view type", async () => {
  await createTable(cloud);
  await expect(setStream(cloud, undefined)).rejects.toThrow("Table has no stream to disable: TableName: Bookings");
  await setStream(cloud, "NEW_IMAGE");

  await expect(setStream(cloud, "KEYS_ONLY")).rejects.toMatchObject({
    name: "ValidationException",
    message: "Table already has an enabled stream: TableName: Bookings",
  });
});

test("UpdateTable refuses to change the stream and the throughput together", async () => {
  const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  await createTable(cloud, { BillingMode: "PROVISIONED", ProvisionedThroughput: throughput });
  const both = new UpdateTableCommand({
    ...table,
    ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 2 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
  });

  await expect(cloud.dynamodb.send(both)).rejects.toThrow("You cannot modify stream status while updating table IOPS");
});

test("an ARN of a stream that is none is refused, one of no stream is not found", async () => {
  const { client } = streamReads(cloud);
  const describe = (StreamArn: string) => client.send(new DescribeStreamCommand({ StreamArn }));

  await expect(describe("short")).rejects.toThrow("Member must have length greater than or equal to 37");
  await expect(describe(tableArn("BookingsOfTheWholeCompany"))).rejects.toThrow("Invalid StreamArn");
  await expect(describe(`${tableArn("Bookings")}/stream/${label}`)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("a shard that the stream does not have is not found", async () => {
  const StreamArn = await createStreamTable(cloud);
  const ShardId = "shardId-00000000000000000000-00000000";
  const request = new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "LATEST" });

  await expect(streamReads(cloud).client.send(request)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: expect.stringContaining(`Shard: ${ShardId} in Stream: ${StreamArn} not found`),
  });
});

/** Reads a stream as a role that may do `actions` on `resource`. */
async function readsOfRole(actions: string[], resource: string) {
  await createRole(cloud, "reader", []);
  await allow(cloud, "reader", [{ Effect: "Allow", Action: actions, Resource: resource }]);
  const session = { kind: "role", accountId: "000000000000", roleName: "reader", sessionName: "test" } as const;
  return streamReads(cloud, cloud.clientFor(DynamoDBStreamsClient, cloud.account.credentialsFor(session)));
}

const readActions = ["dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"];

test("a role may read the streams that its policy names", async () => {
  const arn = await createStreamTable(cloud);
  const { all } = await readsOfRole(readActions, `${tableArn("Bookings")}/stream/*`);
  await writesTo(cloud).put("B1");

  expect(await all(arn)).toHaveLength(1);
});

test.each(readActions)("without %s, reading fails with AWS's message", async (action) => {
  const arn = await createStreamTable(cloud);
  const { all } = await readsOfRole(
    readActions.filter((each) => each !== action),
    arn,
  );

  await expect(all(arn)).rejects.toMatchObject({
    name: "AccessDeniedException",
    message:
      "User: arn:aws:sts::000000000000:assumed-role/reader/test is not authorized to perform: " +
      `${action} on resource: ${arn} because no identity-based policy allows the ${action} action`,
  });
});

test("permission for the table is none for its stream", async () => {
  const arn = await createStreamTable(cloud);
  const { all } = await readsOfRole(["dynamodb:*"], tableArn("Bookings"));

  await expect(all(arn)).rejects.toThrow(`dynamodb:DescribeStream on resource: ${arn}`);
});

test("streams are listed with permission on all resources only", async () => {
  const arn = await createStreamTable(cloud);
  const { client } = await readsOfRole(["dynamodb:ListStreams"], arn);
  const list = () => client.send(new ListStreamsCommand({}));

  await expect(list()).rejects.toThrow("dynamodb:ListStreams on resource: *");
  await allow(cloud, "reader", [{ Effect: "Allow", Action: "dynamodb:ListStreams", Resource: "*" }]);
  expect((await list()).Streams).toHaveLength(1);
});
