import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, queueArn, receive } from "../sqs/test-support.ts";

/** Follows "Amazon SNS FIFO topics". Messages of errors are those that other emulators have recorded from AWS. */

let cloud: TestCloud;
let TopicArn: string;
beforeEach(async () => {
  cloud = await startTestCloud();
  TopicArn = await createTopic({ ContentBasedDeduplication: "true" });
});
afterEach(() => cloud.close());

async function createTopic(more: Record<string, string> = {}, Name = "orders.fifo"): Promise<string> {
  const created = await cloud.sns.send(new CreateTopicCommand({ Name, Attributes: { FifoTopic: "true", ...more } }));
  return created.TopicArn!;
}

const publish = (Message: string, MessageGroupId: string, more: Partial<PublishCommandInput> = {}) =>
  cloud.sns.send(new PublishCommand({ TopicArn, Message, MessageGroupId, ...more }));

/** A queue that the topic may send to, and that is subscribed to it. Returns its URL. */
async function subscribe(name: string, Attributes: Record<string, string> = {}, open = true): Promise<string> {
  const allow = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:*",
    Resource: queueArn(name),
  };
  const url = await createQueue(cloud, name, {
    ...(name.endsWith(".fifo") && { FifoQueue: "true" }),
    ...(open && { Policy: JSON.stringify({ Version: "2012-10-17", Statement: [allow] }) }),
  });
  await cloud.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn(name), Attributes }));
  return url;
}

/** Up to ten messages, once all deliveries are done. */
async function messagesIn(url: string) {
  await cloud.clock.settle();
  return receive(cloud, url, { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] });
}

test("a FIFO queue gets the messages of a group in order, with the group, the id and a sequence number", async () => {
  const url = await subscribe("inbox.fifo", { RawMessageDelivery: "true" });
  const bodies = Array.from({ length: 10 }, (_, index) => `message ${index}`);
  for (const body of bodies) await publish(body, "B123", { MessageDeduplicationId: `id-${body.at(-1)}` });

  const messages = await messagesIn(url);

  expect(messages.map(({ Body }) => Body)).toEqual(bodies);
  expect(messages[0]?.Attributes).toMatchObject({ MessageGroupId: "B123", MessageDeduplicationId: "id-0" });
});

test("a delivery that must be tried again holds up its group, and no other", async () => {
  const url = await subscribe("inbox.fifo", { RawMessageDelivery: "true" });
  cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage", next: 4 });
  await publish("a1", "a"); // fails, and the three retries at once too
  await cloud.clock.advance(0);
  await publish("a2", "a");
  await publish("b1", "b");
  await cloud.clock.advance(0);

  const first = await receive(cloud, url, { MaxNumberOfMessages: 10 });
  expect(first.map(({ Body }) => Body)).toEqual(["b1"]);
  expect((await messagesIn(url)).map(({ Body }) => Body)).toEqual(["a1", "a2"]);
});

test("the envelope has the sequence number that Publish answered", async () => {
  const url = await subscribe("inbox.fifo");
  const { SequenceNumber } = await publish("B123", "a");

  const [message] = await messagesIn(url);
  expect(SequenceNumber).toMatch(/^\d{20}$/);
  expect(JSON.parse(message!.Body!)).toMatchObject({ Message: "B123", SequenceNumber });
});

// "Amazon SNS message deduplication for FIFO topics"
test("a repeat within five minutes is accepted and not delivered", async () => {
  const url = await subscribe("inbox.fifo", { RawMessageDelivery: "true" });
  const first = await publish("B123", "a");
  await cloud.clock.advance(5 * 60_000 - 1);
  const repeated = await publish("B123", "b");

  expect(repeated).toMatchObject({ MessageId: first.MessageId, SequenceNumber: first.SequenceNumber });
  expect(await messagesIn(url)).toHaveLength(1);
});

test("with the throughput scope MessageGroup, an id can be used once in each group", async () => {
  TopicArn = await createTopic({ FifoThroughputScope: "MessageGroup" }, "scoped.fifo");
  const url = await subscribe("inbox", { RawMessageDelivery: "true" });
  for (const group of ["a", "b", "a"]) await publish(group, group, { MessageDeduplicationId: "same" });

  expect((await messagesIn(url)).map(({ Body }) => Body)).toEqual(["a", "b"]);
});

test("a standard queue can subscribe to a FIFO topic, with a filter policy on the nested body", async () => {
  const FilterPolicy = JSON.stringify({ booking: { state: ["paid"], seat: [{ exists: true }] } });
  const url = await subscribe("inbox", { FilterPolicy, FilterPolicyScope: "MessageBody", RawMessageDelivery: "true" });
  const body = (state: string) => JSON.stringify({ booking: { state, seat: "12A" } });
  for (const state of ["open", "paid"]) await publish(body(state), "a");

  expect((await messagesIn(url)).map(({ Body }) => Body)).toEqual([body("paid")]);
});

test("a message that cannot be delivered goes to the FIFO dead-letter queue, with its group", async () => {
  const dead = await subscribe("dead.fifo", { FilterPolicy: JSON.stringify({ never: ["x"] }) });
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queueArn("dead.fifo") });
  await subscribe("inbox.fifo", { RedrivePolicy }, false);
  await publish("B123", "a");

  const [message] = await messagesIn(dead);
  expect(message?.Attributes).toMatchObject({ MessageGroupId: "a" });
});

test("a FIFO topic shows its attributes", async () => {
  const { Attributes } = await cloud.sns.send(new GetTopicAttributesCommand({ TopicArn }));

  expect(Attributes).toMatchObject({
    FifoTopic: "true",
    ContentBasedDeduplication: "true",
    FifoThroughputScope: "Topic",
  });
});

const noGroup = "Invalid parameter: The MessageGroupId parameter is required for FIFO topics";
const noId =
  "Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly";

test("a message without a group or a deduplication id is refused, a batch as a whole", async () => {
  const plain = await createTopic({}, "plain.fifo");
  const entries = [
    { Id: "1", Message: "a", MessageGroupId: "a" },
    { Id: "2", Message: "b" },
  ];
  const batch = new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries });

  await expect(cloud.sns.send(new PublishCommand({ TopicArn, Message: "a" }))).rejects.toThrow(noGroup);
  await expect(cloud.sns.send(batch)).rejects.toThrow(noGroup);
  await expect(publish("a", "a", { TopicArn: plain })).rejects.toThrow(noId);
});

test.each([
  ["email", "cust001@example.com"],
  ["lambda", "arn:aws:lambda:us-east-1:000000000000:function:notify"],
])("a FIFO topic refuses a subscription of %s", async (Protocol, Endpoint) => {
  const sent = cloud.sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint }));

  await expect(sent).rejects.toThrow("a FIFO topic can have subscriptions of queues only");
});
