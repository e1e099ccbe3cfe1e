import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { PutEventsCommand, PutPermissionCommand, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import {
  CreateTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../testing/index.ts";

/** A test cloud's `close` throws whatever it would have printed with a stack trace. */
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const objects = (depth: number, inside = "1") => '{"a":'.repeat(depth) + inside + "}".repeat(depth);
const arrays = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

const put = (Detail: string) =>
  cloud.events.send(new PutEventsCommand({ Entries: [{ Source: "shop", DetailType: "Order", Detail }] }));

test("an event's detail may nest 1,000 deep, and is matched", async () => {
  await cloud.events.send(new PutRuleCommand({ Name: "all", EventPattern: '{"source": ["shop"]}' }));

  const { Entries } = await put(objects(1000));
  await cloud.clock.settle();

  expect(Entries).toEqual([{ EventId: expect.any(String) }]);
});

test.each([1001, 3000, 40_000])("an event's detail that nests %i deep is malformed", async (depth) => {
  const { Entries } = await put(objects(depth));

  expect(Entries).toEqual([{ ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." }]);
});

test("an event pattern may nest as deep as its 4,096 characters allow, and not deeper", async () => {
  const rule = (depth: number) => new PutRuleCommand({ Name: "deep", EventPattern: objects(depth, "[1]") });

  await expect(cloud.events.send(rule(680))).resolves.toBeDefined();
  await expect(cloud.events.send(rule(690))).rejects.toMatchObject({ name: "ValidationException" });
});

test("a policy that nests deep is malformed", async () => {
  const Statement = `{"Effect": "Allow", "Principal": ${arrays(5000)}, "Action": "sts:AssumeRole"}`;
  const role = { RoleName: "r", AssumeRolePolicyDocument: `{"Statement": [${Statement}]}` };

  await expect(cloud.iam.send(new CreateRoleCommand(role))).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
  });
  await expect(
    cloud.events.send(new PutPermissionCommand({ Policy: role.AssumeRolePolicyDocument })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
});

async function subscription(attributes: Record<string, string> = {}) {
  const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "orders" }));
  const { QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
  const Endpoint = "arn:aws:sqs:us-east-1:000000000000:inbox";
  const { SubscriptionArn } = await cloud.sns.send(
    new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes: attributes, ReturnSubscriptionArn: true }),
  );
  return { TopicArn, QueueUrl, SubscriptionArn };
}

test.each([200, 900, 40_000])("a filter policy that nests %i deep is refused", async (depth) => {
  const { SubscriptionArn } = await subscription({ FilterPolicyScope: "MessageBody" });
  const change = { AttributeName: "FilterPolicy", AttributeValue: objects(depth, "[1]") };

  await expect(
    cloud.sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...change })),
  ).rejects.toMatchObject({ name: "InvalidParameterException" });
});

test("a message that nests too deep for a filter does not match it", async () => {
  const { TopicArn, QueueUrl } = await subscription({
    FilterPolicyScope: "MessageBody",
    FilterPolicy: '{"a": [{"exists": false}]}',
  });

  await cloud.sns.send(new PublishCommand({ TopicArn, Message: `{"b": ${arrays(20_000)}}` }));
  await cloud.clock.settle();

  const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages ?? []).toEqual([]);
});

test("a list attribute that nests deep does not stop a filter", async () => {
  const { TopicArn } = await subscription({ FilterPolicy: '{"list": ["x"]}' });
  const list = { DataType: "String.Array", StringValue: arrays(20_000) };

  await cloud.sns.send(new PublishCommand({ TopicArn, Message: "m", MessageAttributes: { list } }));
  await expect(cloud.clock.settle()).resolves.toBeUndefined();
});

function evaluate(...expressions: string[]) {
  const MetricDataQueries = expressions.map((Expression, index) => ({ Id: `e${index}`, Expression, Period: 60 }));
  return cloud.cloudwatch.send(
    new GetMetricDataCommand({ MetricDataQueries, StartTime: new Date(0), EndTime: new Date(60_000) }),
  );
}

test.each([
  ["1,000 parentheses", `${"(".repeat(1000)}1${")".repeat(1000)}`, "More than 50 expressions within each other."],
  ["5,000 parentheses", `${"(".repeat(5000)}1${")".repeat(5000)}`, "It is longer than 2048 characters."],
])("an expression of metric math with %s is refused", async (_, expression, problem) => {
  await expect(evaluate(expression)).rejects.toMatchObject({
    name: "ValidationException",
    message: `Error in expression 'e0': ${problem}`,
  });
});

test("expressions of metric math may be long, and refer to each other up to 32 times", async () => {
  const chain = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const next = index === count - 1 ? "1" : `e${index + 1}`;
      return `${"ABS(".repeat(49)}-${"-".repeat(1001)}${next}${")".repeat(49)}${"+0".repeat(300)}`;
    });

  const { MetricDataResults } = await evaluate(...chain(32));

  expect(MetricDataResults!.map(({ Values }) => Values)).toEqual(Array(32).fill([1]));
  await expect(evaluate(...chain(33))).rejects.toMatchObject({ message: expect.stringContaining("more than 32") });
});

test("a request for a million years of minutes is refused before it is computed", async () => {
  const request = {
    MetricDataQueries: [{ Id: "e", Expression: "1", Period: 60 }],
    StartTime: new Date(-8e15),
    EndTime: new Date(8e15),
  };

  await expect(cloud.cloudwatch.send(new GetMetricDataCommand(request))).rejects.toMatchObject({
    message: "The request would return 266666666667 data points; ask for fewer, or for longer periods.",
  });
});
