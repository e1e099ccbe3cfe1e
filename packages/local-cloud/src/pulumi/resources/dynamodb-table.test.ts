import { PutItemCommand, QueryCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { type PropertyMap, unknown } from "../property-values/values.ts";
import { createProvider } from "../provider/create-provider.ts";
import type { Provider } from "../provider/provider.ts";

const type = "aws:dynamodb/table:Table";
const ref = { type, name: "bookings", urn: `urn:pulumi:s::p::${type}::bookings` };
const table: PropertyMap = {
  name: "Bookings",
  hashKey: "bookingId",
  attributes: [{ name: "bookingId", type: "S" }],
  billingMode: "PAY_PER_REQUEST",
};
const attributes = [
  { name: "bookingId", type: "S" },
  { name: "state", type: "S" },
];
const index = { name: "byState", hashKey: "state", projectionType: "ALL" };
const withIndex: PropertyMap = { ...table, attributes, globalSecondaryIndexes: [index] };
const stream = (streamViewType: string): PropertyMap => ({ ...table, streamEnabled: true, streamViewType });
const streamOf = "arn:aws:dynamodb:us-east-1:000000000000:table/Bookings/stream/";

let cloud: TestCloud;
let provider: Provider;
let state: PropertyMap;
let inputs: PropertyMap;
beforeEach(async () => {
  cloud = await startTestCloud();
  provider = createProvider(cloud.account);
});
afterEach(() => cloud.close());

async function check(news: PropertyMap) {
  return provider.check({ ...ref, olds: {}, news, randomSeed: Buffer.from("seed") });
}

async function create(news: PropertyMap): Promise<void> {
  inputs = (await check(news)).inputs;
  state = (await provider.create({ ...ref, properties: inputs, preview: false })).properties;
}

async function changeTo(news: PropertyMap, preview = false) {
  const checked = (await check(news)).inputs;
  const request = { ...ref, id: "Bookings", olds: state, oldInputs: inputs, news: checked };
  const diff = await provider.diff(request);
  const properties = await provider.update({ ...request, preview });
  if (!preview) [state, inputs] = [properties, checked];
  return { diff, properties };
}

const put = (id: string, state: string) =>
  cloud.dynamodb.send(
    new PutItemCommand({ TableName: "Bookings", Item: { bookingId: { S: id }, state: { S: state } } }),
  );

async function inState(state: string) {
  const { Items } = await cloud.dynamodb.send(
    new QueryCommand({
      TableName: "Bookings",
      IndexName: "byState",
      KeyConditionExpression: "#state = :state",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":state": { S: state } },
    }),
  );
  return Items?.map(({ bookingId }) => bookingId?.S);
}

test("a stream is enabled in place, and its ARN is unknown until then", async () => {
  await create(table);
  const preview = await changeTo(stream("NEW_IMAGE"), true);
  const { diff, properties } = await changeTo(stream("NEW_IMAGE"));

  expect(diff).toMatchObject({ replaces: [], diffs: ["streamEnabled", "streamViewType"] });
  expect(preview.properties).toMatchObject({ streamArn: unknown, streamLabel: unknown });
  expect(properties).toMatchObject({
    streamEnabled: true,
    streamArn: expect.stringContaining(streamOf),
    streamLabel: expect.stringMatching(/^\d{4}-/),
  });
});

test("another change of the table leaves the stream's ARN known", async () => {
  await create(stream("NEW_IMAGE"));
  const { properties } = await changeTo({ ...stream("NEW_IMAGE"), tags: { step: "14" } }, true);

  expect(properties.streamArn).toBe(state.streamArn);
});

test("another view type makes a new stream", async () => {
  await create(stream("NEW_IMAGE"));
  const before = state.streamArn;
  const { diff, properties } = await changeTo(stream("NEW_AND_OLD_IMAGES"));

  expect(diff.replaces).toEqual([]);
  expect(properties.streamViewType).toBe("NEW_AND_OLD_IMAGES");
  expect(properties.streamArn).not.toBe(before);
});

test("a disabled stream leaves no difference, though the program still has its view type", async () => {
  await create(stream("NEW_IMAGE"));
  const off = { ...stream("NEW_IMAGE"), streamEnabled: false };
  await changeTo(off);
  const found = await provider.read({ ...ref, id: "Bookings", properties: state, inputs });
  const again = await provider.diff({
    ...ref,
    id: "Bookings",
    olds: found!.properties,
    oldInputs: found!.inputs,
    news: inputs,
  });

  expect(state.streamEnabled).toBe(false);
  expect(again.changes).toBe("none");
});

test("a stream that was disabled by hand is enabled again by the next deployment", async () => {
  await create(stream("NEW_IMAGE"));
  await cloud.dynamodb.send(
    new UpdateTableCommand({ TableName: "Bookings", StreamSpecification: { StreamEnabled: false } }),
  );
  const found = await provider.read({ ...ref, id: "Bookings", properties: state, inputs });
  [state, inputs] = [found!.properties, found!.inputs];
  const { diff, properties } = await changeTo(stream("NEW_IMAGE"));

  expect(diff.diffs).toEqual(["streamEnabled"]);
  expect(properties.streamEnabled).toBe(true);
});

test("a stream needs a view type", async () => {
  const { failures } = await check({ ...table, streamEnabled: true });

  expect(failures).toEqual([{ property: "streamViewType", reason: "is required when streamEnabled is true" }]);
});

test("an index is added to a table with items in place, and removed again", async () => {
  await create(table);
  await put("B1", "OPEN");
  const added = await changeTo(withIndex);
  const found = await inState("OPEN");
  const removed = await changeTo(table);

  expect([added.diff.replaces, removed.diff.replaces]).toEqual([[], []]);
  expect(added.properties).toMatchObject({ globalSecondaryIndexes: [index], attributes });
  expect(found).toEqual(["B1"]);
  expect(removed.properties).not.toHaveProperty("globalSecondaryIndexes");
  await expect(inState("OPEN")).rejects.toThrow("does not have the specified index");
});

test("two indexes are added and two removed, one call each, as AWS wants it", async () => {
  const two = [index, { ...index, name: "other" }];
  await create(table);
  await changeTo({ ...withIndex, globalSecondaryIndexes: two });
  const { properties } = await changeTo({
    ...withIndex,
    globalSecondaryIndexes: two.map((each) => ({ ...each, projectionType: "KEYS_ONLY" })),
  });

  expect(properties.globalSecondaryIndexes).toMatchObject([
    { name: "byState", projectionType: "KEYS_ONLY" },
    { name: "other", projectionType: "KEYS_ONLY" },
  ]);
});

test("an index whose key changes its type is deleted and created again", async () => {
  await create(withIndex);
  const numbers = [attributes[0]!, { name: "state", type: "N" }];
  const { properties } = await changeTo({ ...withIndex, attributes: numbers });

  expect(properties.attributes).toEqual(numbers);
});

test("the throughput of a table and its index changes in one call", async () => {
  const capacity = (units: number) => ({ readCapacity: units, writeCapacity: units });
  const provisioned = (units: number) => ({
    ...withIndex,
    billingMode: "PROVISIONED",
    ...capacity(units),
    globalSecondaryIndexes: [{ ...index, ...capacity(units) }],
  });
  await create(withIndex);
  await changeTo(provisioned(1));
  const { properties } = await changeTo(provisioned(2));

  expect(properties).toMatchObject({ ...capacity(2), globalSecondaryIndexes: [capacity(2)] });
});

test("the type of the table's own key cannot change", async () => {
  await create(table);
  const attempt = changeTo({ ...table, attributes: [{ name: "bookingId", type: "N" }] });

  await expect(attempt).rejects.toThrow("the type of bookingId, a key of the table, cannot change");
});
