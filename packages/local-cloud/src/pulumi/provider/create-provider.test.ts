import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServiceName } from "../../core/service.ts";
import { callByHand, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { InitFailedError } from "../contract/errors.ts";
import { markingOf, type PropertyMap, secret, unknown } from "../property-values/values.ts";
import { createProvider } from "./create-provider.ts";
import type { Provider } from "./provider.ts";

let cloud: TestCloud;
let provider: Provider;
beforeAll(async () => {
  cloud = await startTestCloud();
  provider = createProvider(cloud.account);
});
afterAll(() => cloud.close());

const rule = "aws:cloudwatch/eventRule:EventRule";
const target = "aws:cloudwatch/eventTarget:EventTarget";
const group = "aws:cloudwatch/logGroup:LogGroup";
const table = "aws:dynamodb/table:Table";
const lambda = "aws:lambda/function:Function";

const ref = (type: string, name = "tested") => ({ type, name, urn: `urn:pulumi:s::p::${type}::${name}` });
const check = (type: string, news: PropertyMap, name?: string) =>
  provider.check({ ...ref(type, name), olds: {}, news, randomSeed: Buffer.from("seed") });

async function make(type: string, news: PropertyMap) {
  const { inputs, failures } = await check(type, news);
  expect(failures).toEqual([]);
  const { id, properties } = await provider.create({ ...ref(type), properties: inputs, preview: false });
  return { id, properties, inputs };
}

const byHand = (service: ServiceName, operation: string, input: object) => callByHand(cloud, service, operation, input);

describe("check", () => {
  const aTarget = { rule: "r", arn: "arn:aws:sqs:us-east-1:000000000000:q" };

  test.each<[string, string, PropertyMap, string, RegExp]>([
    ["a missing property", rule, { name: "r" }, "eventPattern", /one of eventPattern, scheduleExpression/],
    [
      "a nested property",
      target,
      { ...aTarget, retryPolicy: { maximumRetryAttempts: 186 } },
      "retryPolicy.maximumRetryAttempts",
      /^expected a number from 0 to 185, got 186$/,
    ],
    [
      "a property in a list",
      table,
      { hashKey: "id", attributes: [{ name: "id", type: "X" }] },
      "attributes[0].type",
      /^expected one of S, N, B, got "X"$/,
    ],
    ["a key of a map", group, { tags: { "a b": ["c"] } }, 'tags["a b"]', /^expected a string, got \["c"\]$/],
    ["a fraction", group, { retentionInDays: 7.5 }, "retentionInDays", /^expected a whole number, got 7.5$/],
    [
      "an unknown member",
      target,
      { ...aTarget, retryPolicy: { attempts: 1 } },
      "retryPolicy.attempts",
      /is not supported by the local cloud; it supports maximumEventAgeInSeconds, maximumRetryAttempts/,
    ],
    [
      "a key that is not declared",
      table,
      { hashKey: "id", attributes: [{ name: "other", type: "S" }] },
      "attributes",
      /must declare the key id/,
    ],
  ])("names %s by its path, and what is allowed", async (_, type, news, property, reason) => {
    expect((await check(type, news)).failures).toContainEqual({ property, reason: expect.stringMatching(reason) });
  });

  test("hides a secret that it refuses", async () => {
    const { failures } = await check(group, { retentionInDays: secret(8), tags: { token: [secret("s3cret")] } });

    expect(failures.map(({ property }) => property)).toEqual(["retentionInDays", "tags.token"]);
    expect(JSON.stringify(failures)).not.toMatch(/s3cret|got 8/);
    expect(failures[0]!.reason).toMatch(/got \[secret\]$/);
  });

  test("makes a document given as an object secret if any part is", async () => {
    const { inputs } = await check(rule, { name: "r", eventPattern: { source: [secret("s3cret")] } });

    expect(markingOf(inputs.eventPattern)).toBe("secret");
  });

  test("accepts unknown values", async () => {
    const { inputs, failures } = await check(target, { ...aTarget, rule: unknown, retryPolicy: unknown });

    expect(failures).toEqual([]);
    expect(inputs).toMatchObject({ rule: unknown, retryPolicy: unknown, eventBusName: "default" });
  });
});

describe("preview", () => {
  test("of a create leaves unknown what AWS will return, and nothing else", async () => {
    const { inputs } = await check(group, { retentionInDays: 7, tags: { step: "1" } });

    const { id, properties } = await provider.create({ ...ref(group), properties: inputs, preview: true });

    expect(id).toBe("");
    expect(properties).toMatchObject({ ...inputs, arn: unknown, tagsAll: { step: "1" } });
  });

  test("of an update keeps the outputs, and drops what the program no longer sets", async () => {
    const inputs = { name: "r", eventPattern: "{}" };
    const olds = { ...inputs, description: "gone", arn: "arn", state: "ENABLED" };

    const properties = await provider.update({
      ...ref(rule),
      id: "r",
      olds,
      oldInputs: olds,
      news: inputs,
      preview: true,
    });

    expect(properties).toMatchObject({ ...inputs, arn: "arn", state: "ENABLED" });
    expect(properties).not.toHaveProperty("description");
  });
});

describe("diff", () => {
  const diff = (type: string, olds: PropertyMap, oldInputs: PropertyMap, news: PropertyMap) =>
    provider.diff({ ...ref(type), id: "id", olds, oldInputs, news });

  test("finds that the program now sets what it had left to AWS", async () => {
    const before = { architectures: ["x86_64"], loggingConfig: { logFormat: "Text" } };

    const { detailed } = await diff(
      lambda,
      before,
      {},
      { architectures: ["arm64"], loggingConfig: { logFormat: "JSON" } },
    );

    expect(detailed).toEqual({ architectures: "update", "loggingConfig.logFormat": "update" });
    expect((await diff(lambda, before, {}, before)).changes).toBe("none");
    expect((await diff(lambda, before, before, {})).changes).toBe("none");
  });

  test("treats an unknown value as a change", async () => {
    const inputs = { rule: "r", arn: "a", targetId: "t", eventBusName: "b" };

    expect((await diff(target, inputs, inputs, { ...inputs, arn: unknown })).detailed).toEqual({ arn: "update" });
    expect((await diff(target, inputs, inputs, { ...inputs, rule: unknown })).replaces).toEqual(["rule"]);
  });

  test("adds an index to a table without replacing the table", async () => {
    const key = (name: string) => ({ name, type: "S" });
    const inputs = { name: "tab", hashKey: "id", attributes: [key("id")] };
    const index = { name: "by-day", hashKey: "day", projectionType: "ALL" };

    const found = await diff(table, inputs, inputs, {
      ...inputs,
      attributes: [key("id"), key("day")],
      globalSecondaryIndexes: [index],
    });

    expect(found).toMatchObject({ changes: "some", replaces: [] });
  });
});

describe("secrets", () => {
  test("in tags are secret in tagsAll too", async () => {
    const whole = await make(group, { name: "/whole", tags: secret({ owner: "s3cret" }) });
    const one = await make(group, { name: "/one", tags: { owner: secret("s3cret"), step: "1" } });

    expect(markingOf(whole.properties.tagsAll)).toBe("secret");
    expect(one.properties.tagsAll).toEqual({ owner: secret("s3cret"), step: "1" });
    expect((await provider.read({ ...ref(group), ...one }))!.properties.tagsAll).toEqual(one.properties.tagsAll);
  });
});

describe("read of an existing resource", () => {
  test("finds what was set by hand and not by the program", async () => {
    const created = await make(group, { name: "/by-hand" });
    await byHand("logs", "TagResource", { resourceArn: created.properties.arn, tags: { by: "hand" } });
    await byHand("logs", "PutRetentionPolicy", { logGroupName: "/by-hand", retentionInDays: 30 });

    const found = await provider.read({ ...ref(group), ...created });

    expect(found).toMatchObject({
      inputs: { tags: { by: "hand" }, retentionInDays: 30 },
      properties: { tags: { by: "hand" }, tagsAll: { by: "hand" }, retentionInDays: 30 },
    });
    const back = await provider.diff({
      ...ref(group),
      id: created.id,
      olds: found!.properties,
      oldInputs: found!.inputs,
      news: created.inputs,
    });
    expect(Object.keys(back.detailed).sort()).toEqual(["retentionInDays", "tags"]);
  });

  test("does not report as drift what another resource sets", async () => {
    const type = "aws:sqs/queue:Queue";
    const created = await make(type, { name: "open" });
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: created.properties.arn! }],
    });
    await byHand("sqs", "SetQueueAttributes", { QueueUrl: created.id, Attributes: { Policy } });

    const found = await provider.read({ ...ref(type), ...created });

    expect(found!.inputs).toEqual(created.inputs);
    expect(found!.properties.policy).toBe(Policy);
  });
});

test("an update that fails halfway reports the current state, and the same update finishes it", async () => {
  const created = await make(group, { name: "/halfway", retentionInDays: 7 });
  const { inputs: news } = await check(group, { name: "/halfway", retentionInDays: 14, tags: { step: "1" } });
  const request = {
    ...ref(group),
    id: created.id,
    olds: created.properties,
    oldInputs: created.inputs,
    news,
    preview: false,
  };
  cloud.faults.add({ kind: "refuse", call: "logs.TagResource", next: 1, code: "Later", message: "later", status: 503 });

  const error: InitFailedError = await provider.update(request).then(
    () => expect.fail("the update should have failed"),
    (raised) => raised,
  );

  expect(error).toBeInstanceOf(InitFailedError);
  expect(error.properties).toMatchObject({ retentionInDays: 14, tagsAll: {} });
  // The CLI saves the desired inputs, so its next request has no difference in the inputs.
  const again = await provider.update({ ...request, olds: error.properties, oldInputs: news });
  expect(again).toMatchObject({ retentionInDays: 14, tags: { step: "1" } });
});

describe("invoke", () => {
  const invoke = (token: string, args: PropertyMap) => provider.invoke({ token, args });

  test("returns facts about the account", async () => {
    const { result } = await invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
    expect(result).toMatchObject({ accountId: "000000000000", id: "000000000000" });
    expect((await invoke("aws:index/getRegion:getRegion", {})).result).toMatchObject({ region: "us-east-1" });
    expect((await invoke("aws:index/getPartition:getPartition", {})).result).toMatchObject({ partition: "aws" });
  });

  test("returns a policy document, which is secret if any argument is", async () => {
    const token = "aws:iam/getPolicyDocument:getPolicyDocument";
    const statements = [{ actions: ["sqs:SendMessage"], resources: ["arn"] }];

    const { result } = await invoke(token, { statements });

    expect(JSON.parse(String(result.json))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn" }],
    });
    const hidden = await invoke(token, { statements: [{ ...statements[0]!, sid: secret("s3cret") }] });
    expect(markingOf(hidden.result.json)).toBe("secret");
  });

  test("names the arguments that it does not support", async () => {
    const { failures } = await invoke("aws:iam/getPolicyDocument:getPolicyDocument", { sourcePolicyDocuments: ["{}"] });

    expect(failures).toEqual([
      { property: "sourcePolicyDocuments", reason: expect.stringContaining("is not supported by the local cloud") },
    ]);
    await expect(invoke("aws:index/getRegion:getRegion", { region: "eu-west-1" })).rejects.toThrow(
      "invoking aws:index/getRegion:getRegion: the local cloud is in us-east-1, not in eu-west-1",
    );
  });
});
