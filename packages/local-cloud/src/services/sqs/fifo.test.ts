import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { attributes, createQueue, queueArn, receive, redrivePolicy, send } from "./test-support.ts";

/** Follows "Amazon SQS FIFO queues". Messages of errors are as recorded from AWS in LocalStack's snapshots. */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const createFifo = (more: Record<string, string> = {}, name = "orders.fifo") =>
  createQueue(cloud, name, { FifoQueue: "true", ContentBasedDeduplication: "true", ...more });
const sendTo = (url: string, MessageGroupId: string, body: string, MessageDeduplicationId?: string) =>
  send(cloud, url, body, { MessageGroupId, MessageDeduplicationId });
const bodies = (messages: Message[]) => messages.map(({ Body }) => Body);
const ten = { MaxNumberOfMessages: 10 };
const remove = (QueueUrl: string, message: Message | undefined) =>
  cloud.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

describe("the order of a group (FIFO queue delivery logic in Amazon SQS)", () => {
  test("a receive returns a group's messages in order, before those of the next group", async () => {
    const url = await createFifo();
    for (const [group, body] of [
      ["a", "a1"],
      ["b", "b1"],
      ["a", "a2"],
      ["b", "b2"],
    ] as const)
      await sendTo(url, group, body);

    expect(bodies(await receive(cloud, url, { MaxNumberOfMessages: 3 }))).toEqual(["a1", "a2", "b1"]);
  });

  test("while a message is in flight, its group waits and the others do not", async () => {
    const url = await createFifo();
    for (const [group, body] of [
      ["a", "a1"],
      ["a", "a2"],
      ["b", "b1"],
    ] as const)
      await sendTo(url, group, body);
    const [first] = await receive(cloud, url);

    expect(bodies(await receive(cloud, url, ten))).toEqual(["b1"]);
    await remove(url, first);
    expect(bodies(await receive(cloud, url, ten))).toEqual(["a2"]);
  });

  test("a message that becomes visible again comes before the rest of its group", async () => {
    const url = await createFifo();
    for (const body of ["a1", "a2"]) await sendTo(url, "a", body);
    await receive(cloud, url);
    await cloud.clock.advance(30_000);

    expect(bodies(await receive(cloud, url, ten))).toEqual(["a1", "a2"]);
  });

  test("a group waits as long as any of its messages is in flight", async () => {
    const url = await createFifo({ VisibilityTimeout: "10" });
    for (const body of ["a1", "a2", "a3"]) await sendTo(url, "a", body);
    const [first] = await receive(cloud, url, ten);
    const change = { QueueUrl: url, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 15 };
    await cloud.sqs.send(new ChangeMessageVisibilityCommand(change));

    await cloud.clock.advance(12_000);
    expect(await receive(cloud, url, ten)).toEqual([]);
    await cloud.clock.advance(3_000);
    expect(bodies(await receive(cloud, url, ten))).toEqual(["a1", "a2", "a3"]);
  });

  test("a long poll goes on when the message before is deleted", async () => {
    const url = await createFifo();
    for (const body of ["a1", "a2"]) await sendTo(url, "a", body);
    const [first] = await receive(cloud, url);
    const polling = receive(cloud, url, { WaitTimeSeconds: 20 });

    await remove(url, first);

    expect(bodies(await polling)).toEqual(["a2"]);
  });
});

describe("deduplication (Exactly-once processing in Amazon SQS)", () => {
  test("a repeat within five minutes is answered like the first message, and not delivered", async () => {
    const url = await createFifo();
    const first = await sendTo(url, "a", "order 1", "id-1");
    const [message] = await receive(cloud, url);
    await remove(url, message);
    await cloud.clock.advance(5 * 60_000 - 1);

    const repeated = await sendTo(url, "b", "another body", "id-1");

    expect(repeated).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
    expect(await receive(cloud, url)).toEqual([]);
    await cloud.clock.advance(1);
    await sendTo(url, "a", "order 1", "id-1");
    expect(await receive(cloud, url)).toHaveLength(1);
  });

  test("without an id, messages with the same body are the same, whatever their attributes", async () => {
    const url = await createFifo();
    const MessageAttributes = { kind: { DataType: "String", StringValue: "x" } };
    await send(cloud, url, "order 1", { MessageGroupId: "a" });
    await send(cloud, url, "order 1", { MessageGroupId: "a", MessageAttributes });
    await send(cloud, url, "order 2", { MessageGroupId: "a" });

    const messages = await receive(cloud, url, { ...ten, MessageSystemAttributeNames: ["All"] });
    expect(bodies(messages)).toEqual(["order 1", "order 2"]);
    // sha256 of "order 1"
    expect(messages[0]?.Attributes?.MessageDeduplicationId).toMatch(/^[0-9a-f]{64}$/);
  });

  test("with the scope messageGroup, an id can be used once in each group", async () => {
    const url = await createFifo({ DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" });
    for (const group of ["a", "b", "a"]) await sendTo(url, group, group, "id-1");

    expect(bodies(await receive(cloud, url, ten))).toEqual(["a", "b"]);
  });
});

test("order, deduplication and what is in flight are there after a restart", async () => {
  const store = new MemoryStore();
  const first = await startTestCloud({ store });
  const attributes = { FifoQueue: "true", ContentBasedDeduplication: "true" };
  const url = await createQueue(first, "orders.fifo", attributes);
  for (const body of ["a1", "a2"]) await send(first, url, body, { MessageGroupId: "a" });
  const [inFlight] = await receive(first, url);
  await first.close();

  await using second = await startTestCloud({ store });
  await send(second, url, "a2", { MessageGroupId: "a" });
  expect(await receive(second, url, ten)).toEqual([]);
  const deletion = { QueueUrl: url, ReceiptHandle: inFlight?.ReceiptHandle };
  await second.sqs.send(new DeleteMessageCommand(deletion));
  expect(bodies(await receive(second, url, ten))).toEqual(["a2"]);
});

// "Available CloudWatch metrics for Amazon SQS"
test("groups with messages in flight and messages that were not added are counted", async () => {
  const url = await createFifo();
  const from = cloud.clock.now();
  for (const group of ["a", "b"]) await sendTo(url, group, group);
  await sendTo(url, "a", "a");
  await receive(cloud, url, ten);
  await cloud.clock.advance(60_000);

  const maximumOf = async (MetricName: string, minute: number) => {
    const time = (minutes: number) => new Date(from + minutes * 60_000);
    const { Datapoints } = await cloud.cloudwatch.send(
      new GetMetricStatisticsCommand({
        Namespace: "AWS/SQS",
        MetricName,
        Dimensions: [{ Name: "QueueName", Value: "orders.fifo" }],
        StartTime: time(minute),
        EndTime: time(minute + 1),
        Period: 60,
        Statistics: ["Maximum"],
      }),
    );
    return Datapoints?.[0]?.Maximum;
  };
  expect(await maximumOf("ApproximateNumberOfGroupsWithInflightMessages", 0)).toBe(2);
  expect(await maximumOf("ApproximateNumberOfGroupsWithInflightMessages", 1)).toBe(0);
  expect(await maximumOf("NumberOfDeduplicatedSentMessages", 0)).toBe(1);
});

test("a message has its group, its deduplication id and a rising sequence number of twenty digits", async () => {
  const url = await createFifo();
  const sent = [await sendTo(url, "a", "1", "id-1"), await sendTo(url, "a", "2", "id-2")];

  const messages = await receive(cloud, url, { ...ten, MessageSystemAttributeNames: ["All"] });

  expect(messages.map(({ Attributes }) => Attributes)).toMatchObject(
    sent.map(({ SequenceNumber }, index) => {
      return { MessageGroupId: "a", MessageDeduplicationId: `id-${index + 1}`, SequenceNumber };
    }),
  );
  const [first, second] = sent.map(({ SequenceNumber }) => SequenceNumber!);
  expect(first).toMatch(/^\d{20}$/);
  expect(first! < second!).toBe(true);
});

describe("receipts", () => {
  test("a receipt is refused when its message is visible again", async () => {
    const url = await createFifo({ VisibilityTimeout: "1" });
    await sendTo(url, "a", "1");
    const [message] = await receive(cloud, url);
    await cloud.clock.advance(1_000);
    const expired = {
      name: "InvalidParameterValue",
      message: `Value ${message?.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
    };
    const change = { QueueUrl: url, ReceiptHandle: message?.ReceiptHandle, VisibilityTimeout: 9 };

    await expect(remove(url, message)).rejects.toMatchObject(expired);
    await expect(cloud.sqs.send(new ChangeMessageVisibilityCommand(change))).rejects.toMatchObject(expired);
  });

  // "ReceiveMessage", ReceiveRequestAttemptId
  test("a receive that is repeated with its attempt id gets the same messages and receipts", async () => {
    const url = await createFifo();
    for (const body of ["a1", "a2"]) await sendTo(url, "a", body);
    const attempt = { ...ten, ReceiveRequestAttemptId: "attempt-1" };

    const first = await receive(cloud, url, attempt);
    const again = await receive(cloud, url, attempt);

    expect(again.map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(first.map(({ ReceiptHandle }) => ReceiptHandle));
    await remove(url, first[0]);
    expect(await receive(cloud, url, attempt)).toEqual([]);
  });
});

test("a message that was received too often moves to the FIFO dead-letter queue, and its group goes on", async () => {
  const dead = await createFifo({}, "dead.fifo");
  const url = await createFifo({ RedrivePolicy: redrivePolicy("dead.fifo") });
  const sent = await sendTo(url, "a", "poison", "id-1");
  await sendTo(url, "a", "next");
  for (const _receive of [1, 2]) {
    expect(bodies(await receive(cloud, url))).toEqual(["poison"]);
    await cloud.clock.advance(30_000);
  }

  expect(bodies(await receive(cloud, url))).toEqual(["next"]);
  const [message] = await receive(cloud, dead, { MessageSystemAttributeNames: ["All"] });
  const { SequenceNumber } = sent;
  expect(message?.Attributes).toMatchObject({
    MessageGroupId: "a",
    MessageDeduplicationId: "id-1",
    SequenceNumber,
    DeadLetterQueueSourceArn: queueArn("orders.fifo"),
  });
});

test("a FIFO queue has its attributes with AWS's defaults, and its deduplication can be changed", async () => {
  const url = await createQueue(cloud, "orders.fifo", { FifoQueue: "true" });
  const set = (Attributes: Record<string, string>) =>
    cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));

  expect(await attributes(cloud, url, ["All"])).toMatchObject({
    FifoQueue: "true",
    ContentBasedDeduplication: "false",
    DeduplicationScope: "queue",
    FifoThroughputLimit: "perQueue",
  });
  await set({ ContentBasedDeduplication: "true" });
  await expect(sendTo(url, "a", "1")).resolves.toBeDefined();
  await expect(set({ FifoQueue: "false" })).rejects.toMatchObject({
    name: "InvalidAttributeValue",
    message: "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.",
  });
});

const fifoName =
  "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix";
test.each([
  ["a FIFO name without the attribute", "a.fifo", {}, "InvalidParameterValue", "Can only include alphanumeric"],
  ["the attribute without a FIFO name", "a", { FifoQueue: "true" }, "InvalidParameterValue", fifoName],
  ["a FIFO attribute", "a", { ContentBasedDeduplication: "true" }, "InvalidAttributeName", "Unknown Attribute Content"],
  ["FifoQueue as false", "a", { FifoQueue: "false" }, "InvalidAttributeName", "Unknown Attribute FifoQueue."],
  [
    "a limit per group with deduplication per queue",
    "a.fifo",
    { FifoQueue: "true", FifoThroughputLimit: "perMessageGroupId" },
    "InvalidAttributeValue",
    "DeduplicationScope is messageGroup",
  ],
  [
    "a standard dead-letter queue",
    "a.fifo",
    { FifoQueue: "true", RedrivePolicy: redrivePolicy("standard") },
    "InvalidParameterValue",
    "Reason: Dead-letter queue must be same type of queue as the source..",
  ],
])("refuses to create a queue with %s", async (_what, name, given, code, message) => {
  await createQueue(cloud, "standard");

  await expect(createQueue(cloud, name, given)).rejects.toMatchObject({
    name: code,
    message: expect.stringContaining(message),
  });
});

const notForType = "The request include parameter that is not valid for this queue type.";
const noId =
  "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";
test.each([
  ["no group", "a.fifo", {}, "MissingParameter", "The request must contain the parameter MessageGroupId."],
  ["no deduplication id", "a.fifo", { MessageGroupId: "a" }, "InvalidParameterValue", noId],
  [
    "a delay of its own",
    "a.fifo",
    { MessageGroupId: "a", MessageDeduplicationId: "b", DelaySeconds: 2 },
    "InvalidParameterValue",
    `Value 2 for parameter DelaySeconds is invalid. Reason: ${notForType}`,
  ],
  [
    "a group with a space",
    "a.fifo",
    { MessageGroupId: "a b", MessageDeduplicationId: "b" },
    "InvalidParameterValue",
    "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.",
  ],
  [
    "a deduplication id for a standard queue",
    "a",
    { MessageDeduplicationId: "b" },
    "InvalidParameterValue",
    notForType,
  ],
])("refuses a message with %s", async (_what, name, given, code, message) => {
  const url = await createQueue(cloud, name, name.endsWith(".fifo") ? { FifoQueue: "true" } : {});

  await expect(send(cloud, url, "body", given)).rejects.toMatchObject({
    name: code,
    message: expect.stringContaining(message),
  });
});

test("a batch without a group is refused as a whole", async () => {
  const url = await createFifo();
  const Entries = [
    { Id: "a", MessageBody: "a", MessageGroupId: "a" },
    { Id: "b", MessageBody: "b" },
  ];

  await expect(cloud.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: "The request must contain the parameter MessageGroupId.",
  });
  expect(await receive(cloud, url)).toEqual([]);
});

// "Amazon SQS queues as targets in Amazon EventBridge": the target has the group, the queue makes the deduplication id.
test("a rule delivers its events to the group that its target names", async () => {
  const Arn = queueArn("orders.fifo");
  const allow = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:*", Resource: Arn };
  const url = await createFifo({ Policy: JSON.stringify({ Version: "2012-10-17", Statement: [allow] }) });
  await cloud.events.send(new PutRuleCommand({ Name: "orders", EventPattern: JSON.stringify({ source: ["shop"] }) }));
  const target = { Id: "queue", Arn, SqsParameters: { MessageGroupId: "B123" }, InputPath: "$.detail" };
  await cloud.events.send(new PutTargetsCommand({ Rule: "orders", Targets: [target] }));
  const entry = { Source: "shop", DetailType: "OrderPlaced", Detail: '{"order":1}' };
  await cloud.events.send(new PutEventsCommand({ Entries: [entry] }));
  await cloud.clock.settle();

  const [message] = await receive(cloud, url, { MessageSystemAttributeNames: ["MessageGroupId"] });
  expect(message).toMatchObject({ Body: '{"order":1}', Attributes: { MessageGroupId: "B123" } });
});

// "Amazon SQS fair queues"
test("a standard queue takes a group, delivers out of turn, and shows the group", async () => {
  const url = await createQueue(cloud, "inbox");
  for (const body of ["a1", "a2"]) await send(cloud, url, body, { MessageGroupId: "a" });
  await receive(cloud, url);

  const [second] = await receive(cloud, url, { MessageSystemAttributeNames: ["MessageGroupId"] });
  expect(second).toMatchObject({ Body: "a2", Attributes: { MessageGroupId: "a" } });
});
