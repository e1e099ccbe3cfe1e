import { SubscribeCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, createTopic, messagesIn, publish, subscribeQueue, topicArn } from "./test-support.ts";

/**
 * Follows "Fanout Amazon SNS notifications to Amazon SQS queues", "Fanout Amazon SNS notifications to Lambda functions"
 * and "Parsing Amazon SNS message formats".
 */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a queue receives the message in AWS's envelope", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  await subscribeQueue(cloud);

  const { MessageId } = await publish(cloud, "Your ticket", {
    Subject: "Ticket issued",
    MessageAttributes: { kind: { DataType: "String", StringValue: "ticket" } },
  });

  const [message] = await messagesIn(cloud, "inbox");
  expect(JSON.parse(message!.Body!)).toMatchObject({
    Type: "Notification",
    MessageId,
    TopicArn: topicArn,
    Subject: "Ticket issued",
    Message: "Your ticket",
    Timestamp: "2026-01-01T12:00:00.000Z",
    SignatureVersion: "1",
    MessageAttributes: { kind: { Type: "String", Value: "ticket" } },
  });
});

test("with raw delivery a queue receives the message alone, its attributes as the queue's own", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  await subscribeQueue(cloud, { RawMessageDelivery: "true" });

  await publish(cloud, "text", { MessageAttributes: { kind: { DataType: "String", StringValue: "ticket" } } });

  const [message] = await messagesIn(cloud, "inbox");
  expect(message?.Body).toBe("text");
  expect(message?.MessageAttributes?.kind).toMatchObject({ DataType: "String", StringValue: "ticket" });
});

test("a queue receives the message for its protocol", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  await subscribeQueue(cloud, { RawMessageDelivery: "true" });

  await publish(cloud, JSON.stringify({ default: "for others", sqs: "for queues" }), { MessageStructure: "json" });

  expect((await messagesIn(cloud, "inbox")).map(({ Body }) => Body)).toEqual(["for queues"]);
});

test("a queue without permission for the topic receives nothing, and the delivery is not retried", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox", null);
  await subscribeQueue(cloud);
  const calls = vi.spyOn(cloud.account, "call");

  await publish(cloud, "x");
  await cloud.clock.settle();

  expect(calls.mock.calls.filter(([{ operation }]) => operation === "SendMessage")).toHaveLength(1);
  expect(await messagesIn(cloud, "inbox")).toEqual([]);
});

test("a queue whose policy names another topic receives nothing", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox", `${topicArn}-of-others`);
  await subscribeQueue(cloud);

  await publish(cloud, "x");

  expect(await messagesIn(cloud, "inbox")).toEqual([]);
});

test("a deleted subscription delivers nothing", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  const SubscriptionArn = await subscribeQueue(cloud);
  await cloud.sns.send(new UnsubscribeCommand({ SubscriptionArn }));

  await publish(cloud, "x");

  expect(await messagesIn(cloud, "inbox")).toEqual([]);
});

test("subscribing again returns the same subscription, and fails with other attributes", async () => {
  await createTopic(cloud);
  const first = await subscribeQueue(cloud);

  expect(await subscribeQueue(cloud)).toBe(first);
  await expect(subscribeQueue(cloud, { RawMessageDelivery: "true" })).rejects.toMatchObject({
    message: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
  });
});

test("a function is invoked asynchronously with one record, by SNS for the topic", async () => {
  await createTopic(cloud);
  const Endpoint = "arn:aws:lambda:us-east-1:000000000000:function:notify";
  await cloud.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "lambda", Endpoint }));
  const calls = vi.spyOn(cloud.account, "call");

  await publish(cloud, "Hello", { Subject: "Hi" });
  await cloud.clock.settle();

  const invoke = calls.mock.calls.map(([call]) => call).find(({ operation }) => operation === "Invoke");
  expect(invoke).toMatchObject({
    service: "lambda",
    input: { FunctionName: Endpoint, InvocationType: "Event" },
    principal: { kind: "service", service: "sns.amazonaws.com", sourceArn: topicArn },
  });
  const { Payload } = invoke!.input as { Payload: string };
  const event = JSON.parse(Buffer.from(Payload, "base64").toString());
  expect(event.Records).toMatchObject([{ EventSource: "aws:sns", Sns: { Subject: "Hi", Message: "Hello" } }]);
});

test.each([
  ["an invalid address", "email", "cust001", "Invalid parameter: Email address"],
  ["a queue's URL", "sqs", "http://127.0.0.1/inbox", "Invalid parameter: SQS endpoint ARN"],
  ["a protocol that is not emulated", "https", "https://example.com", "does not emulate the protocol https"],
  ["an unknown protocol", "pigeon", "x", "does not support this protocol string: pigeon"],
])("refuses a subscription with %s", async (_what, Protocol, Endpoint, message) => {
  await createTopic(cloud);

  await expect(cloud.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint }))).rejects.toMatchObject({
    name: "InvalidParameterException",
    message: expect.stringContaining(message),
  });
});
