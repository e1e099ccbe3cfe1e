import {
  CreateEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  TestEventPatternCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, makeQueue, makeRule, put, queueArn, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const ruleArn = (path: string) => `arn:aws:events:${region}:${accountId}:rule/${path}`;

describe("rules", () => {
  test("a rule has its bus in its ARN, unless that is the default bus", async () => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));

    expect(await makeRule(cloud, { name: "one" })).toBe(ruleArn("one"));
    expect(await makeRule(cloud, { name: "one", bus: "shop" })).toBe(ruleArn("shop/one"));
    expect(await cloud.events.send(new DescribeRuleCommand({ Name: "one", EventBusName: "shop" }))).toMatchObject({
      Name: "one",
      Arn: ruleArn("shop/one"),
      EventBusName: "shop",
      EventPattern: '{"source":["shop"]}',
      State: "ENABLED",
      CreatedBy: accountId,
    });
  });

  test("put again, a rule is set anew and keeps its targets", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await cloud.events.send(
      new PutRuleCommand({ Name: "orders", EventPattern: '{"source":["other"]}', Description: "new" }),
    );
    await put(cloud);
    await cloud.clock.settle();

    expect(await cloud.events.send(new DescribeRuleCommand({ Name: "orders" }))).toMatchObject({ Description: "new" });
    expect((await cloud.events.send(new ListTargetsByRuleCommand({ Rule: "orders" }))).Targets).toHaveLength(1);
    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
  });

  test("a disabled rule matches nothing until it is enabled", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });

    await cloud.events.send(new DisableRuleCommand({ Name: "orders" }));
    await put(cloud);
    await cloud.clock.settle();
    expect(await bodiesIn(cloud, "inbox")).toEqual([]);

    await cloud.events.send(new EnableRuleCommand({ Name: "orders" }));
    await put(cloud);
    await cloud.clock.settle();
    expect(await bodiesIn(cloud, "inbox")).toHaveLength(1);
  });

  test("a rule cannot be deleted while it has targets", async () => {
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: queueArn("inbox") }] });
    const deleteRule = () => cloud.events.send(new DeleteRuleCommand({ Name: "orders" }));

    await expect(deleteRule()).rejects.toMatchObject({
      name: "ValidationException",
      message: "Rule can't be deleted since it has targets.",
    });
    await cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["inbox"] }));
    await deleteRule();
    await deleteRule();

    await expect(cloud.events.send(new DescribeRuleCommand({ Name: "orders" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Rule orders does not exist on EventBus default.",
    });
  });

  test.each([
    [
      "a pattern that is none",
      { EventPattern: '{"source":"shop"}' },
      "InvalidEventPatternException",
      /Event pattern is not valid/,
    ],
    [
      "neither pattern nor schedule",
      {},
      "ValidationException",
      /Parameter\(s\) EventPattern or ScheduleExpression must be specified/,
    ],
    [
      "a schedule",
      { ScheduleExpression: "rate(5 minutes)" },
      "ValidationException",
      /does not emulate scheduled rules/,
    ],
    [
      "a schedule on a custom bus",
      { ScheduleExpression: "rate(5 minutes)", EventBusName: "shop" },
      "ValidationException",
      /^ScheduleExpression is supported only on the default event bus\.$/,
    ],
    [
      "a bus that is not there",
      { EventPattern: '{"a":[1]}', EventBusName: "shop" },
      "ResourceNotFoundException",
      /^Event bus shop does not exist\.$/,
    ],
    [
      "a name of 65 characters",
      { EventPattern: '{"a":[1]}', Name: "x".repeat(65) },
      "ValidationException",
      /Member must have length less than or equal to 64/,
    ],
  ])("%s is refused", async (_case, input, name, message) => {
    const call = cloud.events.send(new PutRuleCommand({ Name: "orders", ...input }));

    await expect(call).rejects.toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test("lists the rules of one bus by prefix, in pages", async () => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));
    for (const name of ["b2", "b1", "a1", "b3"]) await makeRule(cloud, { name, bus: "shop" });
    await makeRule(cloud, { name: "b4" });

    const first = await cloud.events.send(new ListRulesCommand({ EventBusName: "shop", NamePrefix: "b", Limit: 2 }));
    const second = await cloud.events.send(
      new ListRulesCommand({ EventBusName: "shop", NamePrefix: "b", Limit: 2, NextToken: first.NextToken }),
    );

    expect([first, second].map(({ Rules }) => Rules!.map(({ Name }) => Name))).toEqual([["b1", "b2"], ["b3"]]);
    expect(second.NextToken).toBeUndefined();
  });

  test("lists the rules that send to a target", async () => {
    await makeRule(cloud, { name: "one", targets: [{ Id: "a", Arn: queueArn("inbox") }] });
    await makeRule(cloud, {
      name: "two",
      targets: [
        { Id: "a", Arn: queueArn("inbox") },
        { Id: "b", Arn: queueArn("inbox") },
      ],
    });
    await makeRule(cloud, { name: "three", targets: [{ Id: "a", Arn: queueArn("other") }] });

    const { RuleNames } = await cloud.events.send(new ListRuleNamesByTargetCommand({ TargetArn: queueArn("inbox") }));

    expect(RuleNames).toEqual(["one", "two"]);
  });
});

describe("targets", () => {
  const target = (changes: Partial<Target> = {}): Target => ({ Id: "one", Arn: queueArn("inbox"), ...changes });
  const putTargets = (...Targets: Target[]) => cloud.events.send(new PutTargetsCommand({ Rule: "orders", Targets }));
  const targets = async () => (await cloud.events.send(new ListTargetsByRuleCommand({ Rule: "orders" }))).Targets;
  beforeEach(async () => void (await makeRule(cloud)));

  test("are kept with all their settings", async () => {
    const whole = target({
      InputPath: "$.detail",
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queueArn("dlq") },
    });

    expect(await putTargets(whole)).toMatchObject({ FailedEntryCount: 0, FailedEntries: [] });

    expect(await targets()).toEqual([whole]);
  });

  test("a target put again under its id is replaced", async () => {
    await putTargets(target({ InputPath: "$.detail" }));
    await putTargets(target({ Arn: queueArn("other") }));

    expect(await targets()).toEqual([target({ Arn: queueArn("other") })]);
  });

  test("a rule has five at most, all calls together", async () => {
    await putTargets(...["1", "2", "3", "4", "5"].map((Id) => target({ Id })));

    await expect(putTargets(target({ Id: "6" }))).rejects.toMatchObject({ name: "LimitExceededException" });
    await expect(putTargets(target({ Id: "5" }))).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  const transformer = (InputTemplate: string): Partial<Target> => ({
    InputTransformer: { InputTemplate, InputPathsMap: { id: "$.detail.orderId" } },
  });

  test.each([
    ['{"order": <id>, "text": "no. <id>: \\"<id>\\"", "all": <aws.events.event.json>}'],
    ['"Order <id>"\n"is here"'],
    ["<aws.events.event>"],
    ["[<id>, 1]"],
  ])("may have the input template %s", async (InputTemplate) => {
    await expect(putTargets(target(transformer(InputTemplate)))).resolves.toMatchObject({ FailedEntryCount: 0 });
  });

  const topic = `arn:aws:sns:${region}:${accountId}:news`;
  const logGroup = `arn:aws:logs:${region}:${accountId}:log-group:/all`;
  const bus = (name: string) => `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
  test.each<[string, Partial<Target>, RegExp]>([
    [
      "two inputs",
      { Input: "{}", InputPath: "$" },
      /^Only one of Input, InputPath, or InputTransformer must be provided for target one\.$/,
    ],
    ["an input that is no JSON", { Input: "{" }, /^JSON syntax error in input for target one$/],
    [
      "a path that is none",
      { InputPath: "detail" },
      /^InputPath for target one is invalid\. Reason: Invalid JSONPath provided\.$/,
    ],
    ["a filter in a path", { InputPath: "$.a[?(@.b)]" }, /^InputPath for target one is invalid/],
    [
      "a placeholder that nothing fills",
      { InputTransformer: { InputTemplate: '"<id>"' } },
      /^InputTemplate for target one contains invalid placeholder id\.$/,
    ],
    [
      "a path of a transformer that is none",
      { InputTransformer: { InputTemplate: '"<id>"', InputPathsMap: { id: "id" } } },
      /^InputPathsMap for target one is invalid/,
    ],
    [
      "a template without quotation marks",
      transformer("Order <id> is here"),
      /^Invalid InputTemplate for target one : \[Source: \(String\)"Order null is here"; line: 1, column: 6\]\.$/,
    ],
    ["a template that is half an object", transformer('{"order": <id>'), /^Invalid InputTemplate for target one/],
    ["a placeholder as a name in an object", transformer("{<id>: 1}"), /^Invalid InputTemplate for target one/],
    ["two placeholders side by side", transformer('{"order": <id><id>}'), /^Invalid InputTemplate for target one/],
    ["text beside a placeholder", transformer('{"order": no-<id>}'), /^Invalid InputTemplate for target one/],
    [
      "text for an ARN",
      { Arn: "inbox" },
      /^Parameter inbox is not valid\. Reason: Provided Arn is not in correct format\.$/,
    ],
    ["a service that is no target", { Arn: "arn:aws:s3:::bucket" }, /^s3 is not a supported service for a target\.$/],
    ["its own bus", { Arn: bus("default") }, /cannot be its own target/],
    [
      "an API destination",
      { Arn: bus("x").replace("event-bus", "api-destination") },
      /does not emulate API destinations/,
    ],
    [
      "186 retries",
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      /maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185/,
    ],
    [
      "59 seconds",
      { RetryPolicy: { MaximumEventAgeInSeconds: 59 } },
      /Member must have value greater than or equal to 60/,
    ],
    [
      "86401 seconds",
      { RetryPolicy: { MaximumEventAgeInSeconds: 86_401 } },
      /Member must have value less than or equal to 86400/,
    ],
    [
      "a topic as dead-letter queue",
      { DeadLetterConfig: { Arn: topic } },
      /^Parameter DeadLetterConfig\.Arn is not valid/,
    ],
    ["a FIFO dead-letter queue", { DeadLetterConfig: { Arn: queueArn("dlq.fifo") } }, /must be standard queues/],
    [
      "a FIFO queue without a group",
      { Arn: queueArn("inbox.fifo") },
      /^Parameter\(s\) SqsParameters must be specified for target: one\.$/,
    ],
    ["a path for a log group", { Arn: logGroup, InputPath: "$" }, /^InputPath is not supported for target one/],
    [
      "retries for a bus",
      { Arn: bus("other"), RetryPolicy: { MaximumRetryAttempts: 1 } },
      /^RetryPolicy is not supported for target one/,
    ],
    [
      "another service's parameters",
      { KinesisParameters: { PartitionKeyPath: "$.id" } },
      /does not emulate targets with KinesisParameters/,
    ],
  ])("%s is refused, and nothing is kept", async (_case, changes, message) => {
    const call = putTargets(target({ Id: "fine" }), target(changes));

    await expect(call).rejects.toMatchObject({ name: "ValidationException", message: expect.stringMatching(message) });
    expect(await targets()).toEqual([]);
  });

  test("removing one that is not there is a failed entry", async () => {
    await putTargets(target());

    const answer = await cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["one", "two"] }));

    expect(answer).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: "two", ErrorCode: "ResourceNotFoundException" }],
    });
    expect(await targets()).toEqual([]);
  });

  test("of a rule on another bus are not found", async () => {
    const call = cloud.events.send(new PutTargetsCommand({ Rule: "elsewhere", Targets: [target()] }));

    await expect(call).rejects.toMatchObject({ message: "Rule elsewhere does not exist on EventBus default." });
  });
});

describe("tags", () => {
  test("are added, changed, listed and removed", async () => {
    const ResourceARN = await makeRule(cloud);
    const tag = (Key: string, Value: string) => ({ Key, Value });

    await cloud.events.send(new TagResourceCommand({ ResourceARN, Tags: [tag("team", "a"), tag("env", "dev")] }));
    await cloud.events.send(new TagResourceCommand({ ResourceARN, Tags: [tag("team", "b")] }));
    await cloud.events.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["env"] }));

    const { Tags } = await cloud.events.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).toEqual([tag("team", "b")]);
  });

  test("belong to what exists", async () => {
    const call = cloud.events.send(new ListTagsForResourceCommand({ ResourceARN: ruleArn("nothing") }));

    await expect(call).rejects.toMatchObject({ message: "Rule nothing does not exist on EventBus default." });
  });
});

describe("TestEventPattern", () => {
  const event = {
    id: "1",
    account: accountId,
    source: "shop",
    time: "2026-01-01T12:00:00Z",
    region,
    resources: [],
    "detail-type": "OrderPlaced",
    detail: { amount: 300 },
  };
  const matches = async (pattern: object, changes: object = {}) => {
    const Event = JSON.stringify({ ...event, ...changes });
    return (await cloud.events.send(new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event })))
      .Result;
  };

  test("says whether a bus would match", async () => {
    expect(await matches({ detail: { amount: [{ numeric: [">", 299] }] } })).toBe(true);
    expect(await matches({ detail: { amount: [{ numeric: [">", 300] }] } })).toBe(false);
  });

  test("wants an event with all mandatory fields, and a pattern that is one", async () => {
    await expect(matches({ source: ["shop"] }, { time: undefined })).rejects.toMatchObject({
      message: expect.stringContaining("time"),
    });
    await expect(matches({ source: "shop" })).rejects.toMatchObject({ name: "InvalidEventPatternException" });
  });
});
