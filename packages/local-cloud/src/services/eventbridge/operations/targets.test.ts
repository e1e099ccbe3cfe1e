import {
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, busArn, makeRule, queueArn, region } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

describe("targets", () => {
  const target = (changes: Partial<Target> = {}): Target => ({ Id: "one", Arn: queueArn("inbox"), ...changes });
  const putTargets = (...Targets: Target[]) => cloud.events.send(new PutTargetsCommand({ Rule: "orders", Targets }));
  const targets = async () => (await cloud.events.send(new ListTargetsByRuleCommand({ Rule: "orders" }))).Targets;
  beforeEach(async () => void (await makeRule(cloud)));

  test("are stored with all their settings", async () => {
    const complete = target({
      InputPath: "$.detail",
      RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: queueArn("dlq") },
    });

    expect(await putTargets(complete)).toMatchObject({ FailedEntryCount: 0, FailedEntries: [] });

    expect(await targets()).toEqual([complete]);
  });

  test("replace a target with the same id", async () => {
    await putTargets(target({ InputPath: "$.detail" }));
    await putTargets(target({ Arn: queueArn("other") }));

    expect(await targets()).toEqual([target({ Arn: queueArn("other") })]);
  });

  test("are limited to five per rule", async () => {
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
  test.each<[string, Partial<Target>, RegExp]>([
    [
      "two inputs",
      { Input: "{}", InputPath: "$" },
      /^Only one of Input, InputPath, or InputTransformer must be provided for target one\.$/,
    ],
    ["an input that is not JSON", { Input: "{" }, /^JSON syntax error in input for target one$/],
    [
      "an invalid input path",
      { InputPath: "detail" },
      /^InputPath for target one is invalid\. Reason: Invalid JSONPath provided\.$/,
    ],
    ["a filter in an input path", { InputPath: "$.a[?(@.b)]" }, /^InputPath for target one is invalid/],
    [
      "a placeholder without a path",
      { InputTransformer: { InputTemplate: '"<id>"' } },
      /^InputTemplate for target one contains invalid placeholder id\.$/,
    ],
    [
      "an invalid path in a transformer",
      { InputTransformer: { InputTemplate: '"<id>"', InputPathsMap: { id: "id" } } },
      /^InputPathsMap for target one is invalid/,
    ],
    [
      "a template without quotation marks",
      transformer("Order <id> is here"),
      /^Invalid InputTemplate for target one : \[Source: \(String\)"Order null is here"; line: 1, column: 6\]\.$/,
    ],
    ["a template with an unclosed object", transformer('{"order": <id>'), /^Invalid InputTemplate for target one/],
    ["a placeholder as a name in an object", transformer("{<id>: 1}"), /^Invalid InputTemplate for target one/],
    ["two adjacent placeholders", transformer('{"order": <id><id>}'), /^Invalid InputTemplate for target one/],
    ["unquoted text before a placeholder", transformer('{"order": no-<id>}'), /^Invalid InputTemplate for target one/],
    [
      "a malformed ARN",
      { Arn: "inbox" },
      /^Parameter inbox is not valid\. Reason: Provided Arn is not in correct format\.$/,
    ],
    ["an unsupported service", { Arn: "arn:aws:s3:::bucket" }, /^s3 is not a supported service for a target\.$/],
    ["the rule's own bus", { Arn: busArn("default") }, /cannot be its own target/],
    [
      "an API destination",
      { Arn: busArn("x").replace("event-bus", "api-destination") },
      /does not emulate API destinations/,
    ],
    [
      "186 retries",
      { RetryPolicy: { MaximumRetryAttempts: 186 } },
      /maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185/,
    ],
    [
      "an event age of 59 seconds",
      { RetryPolicy: { MaximumEventAgeInSeconds: 59 } },
      /Member must have value greater than or equal to 60/,
    ],
    [
      "an event age of 86401 seconds",
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
    ["an input path for a log group", { Arn: logGroup, InputPath: "$" }, /^InputPath is not supported for target one/],
    [
      "a retry policy for a bus",
      { Arn: busArn("other"), RetryPolicy: { MaximumRetryAttempts: 1 } },
      /^RetryPolicy is not supported for target one/,
    ],
    [
      "another service's parameters",
      { KinesisParameters: { PartitionKeyPath: "$.id" } },
      /does not emulate targets with KinesisParameters/,
    ],
  ])("refuse %s and every other target of the call", async (_case, changes, message) => {
    const call = putTargets(target({ Id: "valid" }), target(changes));

    await expect(call).rejects.toMatchObject({ name: "ValidationException", message: expect.stringMatching(message) });
    expect(await targets()).toEqual([]);
  });

  test("are a failed entry if they are removed but do not exist", async () => {
    await putTargets(target());

    const response = await cloud.events.send(new RemoveTargetsCommand({ Rule: "orders", Ids: ["one", "two"] }));

    expect(response).toMatchObject({
      FailedEntryCount: 1,
      FailedEntries: [{ TargetId: "two", ErrorCode: "ResourceNotFoundException" }],
    });
    expect(await targets()).toEqual([]);
  });

  test("cannot be added to a missing rule", async () => {
    const call = cloud.events.send(new PutTargetsCommand({ Rule: "elsewhere", Targets: [target()] }));

    await expect(call).rejects.toMatchObject({ message: "Rule elsewhere does not exist on EventBus default." });
  });
});
