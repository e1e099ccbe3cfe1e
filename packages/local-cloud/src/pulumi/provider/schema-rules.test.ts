import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { InitFailedError } from "../contract/errors.ts";
import { marked, type PropertyMap, unknown } from "../property-values/values.ts";
import { charge, role } from "../resources/test-cases/prerequisites.ts";
import { createProvider } from "./create-provider.ts";
import type { Provider } from "./provider.ts";

/** Rules of AWS's own provider for Pulumi (its schema, and ConflictsWith in the provider that it bridges). */

let cloud: TestCloud;
let provider: Provider;
let folder: string;
beforeAll(async () => {
  cloud = await startTestCloud();
  provider = createProvider(cloud.account);
  folder = await mkdtemp(join(tmpdir(), "schema-rules-"));
});
afterAll(async () => {
  await cloud.close();
  await rm(folder, { recursive: true });
});

const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";
const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
const queue = "aws:sqs/queue:Queue";
const topic = "aws:sns/topic:Topic";
const table = "aws:dynamodb/table:Table";

const ref = (type: string, name = "tested") => ({ type, name, urn: `urn:pulumi:s::p::${type}::${name}` });
const check = (type: string, news: PropertyMap) =>
  provider.check({ ...ref(type), olds: {}, news, randomSeed: Buffer.from("seed") });

async function make(type: string, news: PropertyMap) {
  const { inputs, failures } = await check(type, news);
  expect(failures).toEqual([]);
  const { id, properties } = await provider.create({ ...ref(type), properties: inputs, preview: false });
  return { id, properties, inputs };
}

describe("conflicts", () => {
  const aTarget = { rule: "r", arn: "arn:aws:sqs:us-east-1:000000000000:q" };
  const watch = { comparisonOperator: "GreaterThanThreshold", evaluationPeriods: 1, threshold: 1, period: 60 };
  const metricQueries = [{ id: "a", expression: "1" }];
  const anIndex = { name: "byDay", hashKey: "day", projectionType: "ALL" };
  const keySchemas = [{ attributeName: "day", keyType: "HASH" }];
  const attributes = [
    { name: "id", type: "S" },
    { name: "day", type: "S" },
  ];

  test.each<[string, PropertyMap, string, string]>([
    [target, { ...aTarget, input: "{}", inputPath: "$.detail" }, "inputPath", "input"],
    [target, { ...aTarget, inputPath: "$", inputTransformer: { inputTemplate: "1" } }, "inputTransformer", "inputPath"],
    [alarm, { ...watch, metricName: "m", metricQueries }, "metricName", "metricQueries"],
    [
      alarm,
      { ...watch, metricName: "m", statistic: "Sum", extendedStatistic: "p99" },
      "extendedStatistic",
      "statistic",
    ],
    [rule, { eventPattern: "{}", state: "ENABLED", isEnabled: true }, "isEnabled", "state"],
    [
      table,
      { hashKey: "id", attributes, globalSecondaryIndexes: [{ ...anIndex, keySchemas }] },
      "globalSecondaryIndexes[0].hashKey",
      "keySchemas",
    ],
  ])("%s with %j: %s conflicts with %s", async (type, news, property, other) => {
    const { failures } = await check(type, news);

    expect(failures).toContainEqual({ property, reason: `conflicts with ${other}: give only one of them` });
  });
});

describe("names", () => {
  test.each<[string, PropertyMap, number]>([
    [rule, { eventPattern: "{}" }, 64],
    [target, { rule: "r", arn: "arn:aws:sqs:us-east-1:000000000000:q" }, 64],
    ["aws:cloudwatch/eventBus:EventBus", {}, 256],
    ["aws:cloudwatch/eventArchive:EventArchive", { eventSourceArn: "arn" }, 48],
    ["aws:cloudwatch/logGroup:LogGroup", {}, 512],
    [queue, {}, 80],
    [topic, {}, 256],
    ["aws:iam/role:Role", { assumeRolePolicy: "{}" }, 64],
  ])("%s with %j has a name of at most %i characters", async (type, news, max) => {
    const property = type === target ? "targetId" : "name";
    const long = await check(type, { ...news, [property]: "n".repeat(max + 1) });

    expect((await check(type, { ...news, [property]: "n".repeat(max) })).failures).toEqual([]);
    expect(long.failures.map((failure) => failure.property)).toEqual([property]);
  });

  test.each<[string, PropertyMap, string]>([
    [queue, { name: "q", fifoQueue: true }, "name"],
    [queue, { name: "q.fifo" }, "name"],
    [queue, { name: "q", contentBasedDeduplication: true }, "contentBasedDeduplication"],
    [topic, { name: "t", fifoTopic: true }, "name"],
    [topic, { name: "t.fifo" }, "name"],
    [topic, { name: "t", contentBasedDeduplication: true }, "contentBasedDeduplication"],
  ])("%s with %j is refused", async (type, news, property) => {
    expect((await check(type, news)).failures.map((failure) => failure.property)).toEqual([property]);
  });

  test("an unknown name is none of these", async () => {
    expect((await check(queue, { name: unknown, fifoQueue: true })).failures).toEqual([]);
  });
});

test("a FIFO queue and a FIFO topic are created and read without drift", async () => {
  const given: Array<[string, PropertyMap]> = [
    [queue, { name: "orders.fifo", fifoQueue: true, deduplicationScope: "messageGroup" }],
    [topic, { name: "orders.fifo", fifoTopic: true, contentBasedDeduplication: true }],
  ];
  for (const [type, news] of given) {
    const created = await make(type, news);

    expect(created.properties).toMatchObject(news);
    expect((await provider.read({ ...ref(type), ...created }))?.inputs).toEqual(created.inputs);
  }
});

test("a global index can have its keys as keySchemas, and is read back in that form", async () => {
  const keySchemas = [
    { attributeName: "day", keyType: "HASH" },
    { attributeName: "id", keyType: "RANGE" },
  ];
  const created = await make(table, {
    name: "Flights",
    billingMode: "PAY_PER_REQUEST",
    hashKey: "id",
    attributes: [
      { name: "id", type: "S" },
      { name: "day", type: "S" },
    ],
    globalSecondaryIndexes: [{ name: "byDay", keySchemas, projectionType: "ALL" }],
  });

  const found = await provider.read({ ...ref(table), ...created });
  expect(found?.properties.globalSecondaryIndexes).toMatchObject([{ name: "byDay", keySchemas }]);
  expect(found?.inputs).toEqual(created.inputs);
});

test.each([
  ["no keys", {}, "globalSecondaryIndexes[0].hashKey"],
  [
    "two partition keys",
    { keySchemas: ["day", "id"].map((attributeName) => ({ attributeName, keyType: "HASH" })) },
    "globalSecondaryIndexes[0].keySchemas",
  ],
])("a global index with %s is refused", async (_what, keys, property) => {
  const attributes = ["id", "day"].map((name) => ({ name, type: "S" }));
  const index = { name: "byDay", projectionType: "ALL", ...keys };
  const { failures } = await check(table, { hashKey: "id", attributes, globalSecondaryIndexes: [index] });

  expect(failures.map((failure) => failure.property)).toContain(property);
});

test("a function's archive can hold folders, zips and other archives", async () => {
  await make(...role);
  const lib = join(folder, "lib");
  await mkdir(join(lib, "deep"), { recursive: true });
  await writeFile(join(lib, "deep", "one.mjs"), "export const one = 1;");
  await writeFile(join(folder, "two.zip"), zipSync({ "two.mjs": Buffer.from("export const two = 2;") }));
  const text = (source: string) => marked("asset", { text: source, hash: "h" });
  const main =
    'import { one } from "./lib/deep/one.mjs"; import { two } from "./zipped/two.mjs"; import { three } from "./own/three.mjs";' +
    "export const handler = async () => [one, two, three];";
  const code = marked("archive", {
    hash: "h",
    assets: {
      "index.mjs": text(main),
      lib: marked("archive", { path: lib, hash: "h" }),
      zipped: marked("archive", { path: join(folder, "two.zip"), hash: "h" }),
      own: marked("archive", { hash: "h", assets: { "three.mjs": text("export const three = 3;") } }),
    },
  });
  await make("aws:lambda/function:Function", { ...charge[1], handler: "index.handler", code });

  const { Payload } = await cloud.lambda.send(new InvokeCommand({ FunctionName: "charge" }));
  expect(JSON.parse(Buffer.from(Payload!).toString())).toEqual([1, 2, 3]);
});

test("a create that succeeds and cannot be read keeps the resource's id", async () => {
  const { inputs } = await check(queue, { name: "unreadable" });
  cloud.faults.add({ kind: "refuse", call: "sqs.GetQueueAttributes", code: "Later", message: "later", status: 503 });

  const error: unknown = await provider
    .create({ ...ref(queue), properties: inputs, preview: false })
    .catch((raised: unknown) => raised);
  cloud.faults.clear();

  expect(error).toBeInstanceOf(InitFailedError);
  expect(error).toMatchObject({ id: expect.stringMatching(/unreadable$/), message: expect.stringContaining("later") });
});
