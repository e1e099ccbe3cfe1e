import {
  AddPermissionCommand,
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  ListTopicsCommand,
  PublishBatchCommand,
  PublishCommand,
  type PublishCommandInput,
  RemovePermissionCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AwsError } from "../../core/aws-error.ts";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import type { OutboxMessage } from "./index.ts";

const topicArn = "arn:aws:sns:us-east-1:000000000000:notices";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await cloud.close();
});

/** Follows "CreateTopic", "GetTopicAttributes", "SetTopicAttributes". */
describe("a topic", () => {
  it("has an ARN by its name, and is the same when it is made again", async () => {
    expect(await createTopic()).toBe(topicArn);
    expect(await createTopic()).toBe(topicArn);
    expect((await cloud.sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }]);
  });

  it("cannot be made again with other tags", async () => {
    await createTopic();

    await expect(
      cloud.sns.send(new CreateTopicCommand({ Name: "notices", Tags: [{ Key: "step", Value: "6" }] })),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Invalid parameter: Tags Reason: Topic already exists with different tags",
    });
  });

  it.each([
    ["a space in its name", { Name: "no tices" }, "Invalid parameter: Topic Name"],
    ["a FIFO name", { Name: "notices.fifo" }, "does not emulate FIFO topics"],
    ["an unknown attribute", { Name: "n", Attributes: { Colour: "red" } }, "Invalid parameter: AttributeName"],
    ["a policy that is none", { Name: "n", Attributes: { Policy: "{}" } }, "Invalid parameter: Policy Error"],
  ])("is refused with %s", async (_what, input, message) => {
    await expect(cloud.sns.send(new CreateTopicCommand(input))).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining(message),
    });
  });

  it("shows its attributes, what was set among them", async () => {
    await createTopic();
    await subscribeEmail();
    await cloud.sns.send(
      new SetTopicAttributesCommand({ TopicArn: topicArn, AttributeName: "DisplayName", AttributeValue: "Tickets" }),
    );

    const { Attributes } = await cloud.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));

    expect(Attributes).toMatchObject({ TopicArn: topicArn, DisplayName: "Tickets", SubscriptionsPending: "1" });
    expect(JSON.parse(Attributes!.Policy!).Id).toBe("__default_policy_ID");
  });

  it("holds tags", async () => {
    await createTopic();
    const Tags = [
      { Key: "step", Value: "6" },
      { Key: "team", Value: "n" },
    ];

    await cloud.sns.send(new TagResourceCommand({ ResourceArn: topicArn, Tags }));
    await cloud.sns.send(new UntagResourceCommand({ ResourceArn: topicArn, TagKeys: ["team"] }));

    const answer = await cloud.sns.send(new ListTagsForResourceCommand({ ResourceArn: topicArn }));
    expect(answer.Tags).toEqual([{ Key: "step", Value: "6" }]);
  });

  it("takes permissions by label, and gives them back", async () => {
    await createTopic();
    await cloud.sns.send(
      new AddPermissionCommand({
        TopicArn: topicArn,
        Label: "friend",
        AWSAccountId: ["111111111111"],
        ActionName: ["Publish"],
      }),
    );
    const labels = async () => {
      const { Attributes } = await cloud.sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
      return JSON.parse(Attributes!.Policy!).Statement.map(({ Sid }: { Sid: string }) => Sid);
    };
    expect(await labels()).toEqual(["__default_statement_ID", "friend"]);

    await cloud.sns.send(new RemovePermissionCommand({ TopicArn: topicArn, Label: "friend" }));

    expect(await labels()).toEqual(["__default_statement_ID"]);
  });

  it("that is deleted takes its subscriptions with it, and cannot be published to", async () => {
    await createTopic();
    await subscribeQueue();
    await cloud.sns.send(new DeleteTopicCommand({ TopicArn: topicArn }));

    expect((await cloud.sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
    await expect(publish("x")).rejects.toMatchObject({ name: "NotFoundException", message: "Topic does not exist" });
  });
});

/** Follows "Publish" and "PublishBatch". */
describe("publishing", () => {
  it.each([
    ["no message", { Message: "" }, "InvalidParameterException", "Invalid parameter: Empty message"],
    ["a subject of two lines", { Subject: "a\nb" }, "InvalidParameterException", "Invalid parameter: Subject"],
    ["a byte too much", { Message: "x".repeat(262_145) }, "InvalidParameterException", "Message too long"],
    ["no ARN", { TopicArn: "notices" }, "InvalidParameterException", "An ARN must have at least 6 elements, not 1"],
    [
      "a structure without a default",
      { MessageStructure: "json", Message: '{"sqs":"x"}' },
      "InvalidParameterException",
      "Message Structure - No default entry in JSON message body",
    ],
    [
      "an unknown type of attribute",
      { MessageAttributes: { a: { DataType: "Date", StringValue: "x" } } },
      "InvalidParameterValueException",
      "has an invalid message attribute type",
    ],
  ])("is refused with %s", async (_what, input, name, message) => {
    await createTopic();

    await expect(publish("x", input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  it("answers a batch entry by entry", async () => {
    await createTopic();
    const PublishBatchRequestEntries = [
      { Id: "good", Message: "a" },
      { Id: "bad", Message: "b", Subject: "two\nlines" },
    ];

    const answer = await cloud.sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }));

    expect(answer.Successful).toMatchObject([{ Id: "good", MessageId: expect.any(String) }]);
    expect(answer.Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameter", SenderFault: true }]);
  });

  it("refuses a batch with an id twice", async () => {
    await createTopic();
    const entry = { Id: "one", Message: "a" };

    await expect(
      cloud.sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [entry, entry] })),
    ).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinctException" });
  });
});

/** Follows "Fanout Amazon SNS notifications to Amazon SQS queues" and "Parsing Amazon SNS message formats". */
describe("a queue's subscription", () => {
  it("brings the message in AWS's envelope", async () => {
    await createTopic();
    await createQueue("inbox");
    await subscribeQueue();

    const { MessageId } = await publish("Your ticket", {
      Subject: "Ticket issued",
      MessageAttributes: { kind: { DataType: "String", StringValue: "ticket" } },
    });

    const [message] = await messagesIn("inbox");
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

  it("brings the text alone when delivery is raw, with the attributes as the queue's own", async () => {
    await createTopic();
    await createQueue("inbox");
    await subscribeQueue({ RawMessageDelivery: "true" });

    await publish("text", { MessageAttributes: { kind: { DataType: "String", StringValue: "ticket" } } });

    const [message] = await messagesIn("inbox");
    expect(message?.Body).toBe("text");
    expect(message?.MessageAttributes?.kind).toMatchObject({ DataType: "String", StringValue: "ticket" });
  });

  it("gets the text for its protocol", async () => {
    await createTopic();
    await createQueue("inbox");
    await subscribeQueue({ RawMessageDelivery: "true" });

    await publish(JSON.stringify({ default: "for all", sqs: "for queues" }), { MessageStructure: "json" });

    expect((await messagesIn("inbox")).map(({ Body }) => Body)).toEqual(["for queues"]);
  });

  it("brings nothing to a queue whose policy does not let the topic in, and tries no second time", async () => {
    await createTopic();
    await createQueue("inbox", null);
    await subscribeQueue();
    const calls = vi.spyOn(cloud.account, "call");

    await publish("x");
    await cloud.clock.settle();

    expect(calls.mock.calls.filter(([{ operation }]) => operation === "SendMessage")).toHaveLength(1);
    expect(await messagesIn("inbox")).toEqual([]);
  });

  it("brings nothing when the queue's policy names another topic", async () => {
    await createTopic();
    await createQueue("inbox", `${topicArn}-of-others`);
    await subscribeQueue();

    await publish("x");

    expect(await messagesIn("inbox")).toEqual([]);
  });

  it("brings nothing once it is taken away", async () => {
    await createTopic();
    await createQueue("inbox");
    const SubscriptionArn = await subscribeQueue();
    await cloud.sns.send(new UnsubscribeCommand({ SubscriptionArn }));

    await publish("x");

    expect(await messagesIn("inbox")).toEqual([]);
  });

  it("is the same when it is made again, and refused with other attributes", async () => {
    await createTopic();
    const first = await subscribeQueue();

    expect(await subscribeQueue()).toBe(first);
    await expect(subscribeQueue({ RawMessageDelivery: "true" })).rejects.toMatchObject({
      message: "Invalid parameter: Attributes Reason: Subscription already exists with different attributes",
    });
  });
});

/** Follows "Amazon SNS subscription filter policies". */
describe("a filter policy", () => {
  it.each([
    ["exact", { kind: ["ticket"] }, { kind: text("ticket") }, { kind: text("refund") }],
    ["prefix", { kind: [{ prefix: "tick" }] }, { kind: text("ticket") }, { kind: text("a ticket") }],
    ["anything-but", { kind: [{ "anything-but": ["a"] }] }, { kind: text("b") }, { kind: text("a") }],
    ["numeric", { price: [{ numeric: [">", 100] }] }, { price: number("300") }, { price: number("100") }],
    ["a number's text", { price: [300] }, { price: number("300") }, { price: text("300") }],
    ["exists", { kind: [{ exists: true }] }, { kind: text("x") }, { other: text("x") }],
    ["absent", { kind: [{ exists: false }] }, { other: text("x") }, { kind: text("x") }],
    ["an array", { to: ["b"] }, { to: array('["a","b"]') }, { to: array('["a","c"]') }],
    ["both of two", { a: ["1"], b: ["2"] }, { a: text("1"), b: text("2") }, { a: text("1") }],
  ])("by attributes: %s", async (_what, policy, passing, filtered) => {
    await createTopic();
    await createQueue("inbox");
    await subscribeQueue({ RawMessageDelivery: "true", FilterPolicy: JSON.stringify(policy) });

    await publish("passes", { MessageAttributes: passing });
    await publish("does not", { MessageAttributes: filtered });

    expect((await messagesIn("inbox")).map(({ Body }) => Body)).toEqual(["passes"]);
  });

  it("by the body looks into it, and lets nothing through that is no JSON", async () => {
    await createTopic();
    await createQueue("inbox");
    await subscribeQueue({
      RawMessageDelivery: "true",
      FilterPolicyScope: "MessageBody",
      FilterPolicy: JSON.stringify({ booking: { status: ["TICKETED"] } }),
    });

    for (const message of ['{"booking":{"status":"TICKETED"}}', '{"booking":{"status":"PENDING"}}', "TICKETED"]) {
      await publish(message);
    }

    expect((await messagesIn("inbox")).map(({ Body }) => Body)).toEqual(['{"booking":{"status":"TICKETED"}}']);
  });

  it.each([
    ["no JSON", "kind", "FilterPolicy: failed to parse JSON."],
    ["a value outside an array", '{"kind":"ticket"}', '"kind" must be an object or an array'],
    ["nesting, for attributes", '{"a":{"b":["c"]}}', "does not support nested filter policy"],
    ["a wildcard", '{"kind":[{"wildcard":"t*"}]}', "Unrecognized match type wildcard"],
    ["six keys", '{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}', "can not have more than 5 keys"],
    ["151 values", JSON.stringify({ a: values(151) }), "Filter policy is too complex"],
    ["13 times 12 values", JSON.stringify({ a: values(13), b: values(12) }), "Filter policy is too complex"],
  ])("is refused with %s", async (_what, FilterPolicy, message) => {
    await createTopic();

    await expect(subscribeQueue({ FilterPolicy })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining(message),
    });
  });

  /** Follows "Filter policy constraints in Amazon SNS". */
  it("may have 150 combinations of values, in which depth counts too, and more than 4096 characters", async () => {
    const kinds = values(150).map((value) => value.padEnd(40, "x"));
    await createTopic();
    await createQueue("inbox");

    await subscribeQueue({ RawMessageDelivery: "true", FilterPolicy: JSON.stringify({ kind: kinds }) });
    await publish("passes", { MessageAttributes: { kind: text(kinds[149]!) } });

    expect(await messagesIn("inbox")).toHaveLength(1);
    // (4 values x depth 3) x (3 x depth 2) x 3 = 216; without the last three it is 72.
    const nested = { a: { b: { c: values(4) } }, d: { e: values(3) } };
    const byBody = (FilterPolicy: object) =>
      subscribeQueue({ FilterPolicyScope: "MessageBody", FilterPolicy: JSON.stringify(FilterPolicy) }, "other");
    await createQueue("other");
    await expect(byBody({ ...nested, f: values(3) })).rejects.toMatchObject({
      message: expect.stringContaining("Filter policy is too complex"),
    });
    await expect(byBody(nested)).resolves.toBeDefined();
  });

  it("that is set to nothing is taken away", async () => {
    await createTopic();
    await createQueue("inbox");
    const SubscriptionArn = await subscribeQueue({ FilterPolicy: '{"kind":["ticket"]}' });
    const attributes = async () => {
      const answer = await cloud.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      return answer.Attributes;
    };
    expect(await attributes()).toMatchObject({ FilterPolicyScope: "MessageAttributes", PendingConfirmation: "false" });

    await cloud.sns.send(
      new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: "FilterPolicy", AttributeValue: "{}" }),
    );

    expect(await attributes()).not.toHaveProperty("FilterPolicy");
    await publish("x");
    expect(await messagesIn("inbox")).toHaveLength(1);
  });
});

/** Follows "Amazon SNS message delivery retries" and "Amazon SNS dead-letter queues". */
describe("a delivery that fails", () => {
  it("is tried again while the fault may pass", async () => {
    await createTopic();
    await createQueue("inbox");
    await subscribeQueue();
    const call = cloud.account.call;
    let failures = 0;
    vi.spyOn(cloud.account, "call").mockImplementation((request) => {
      if (request.operation !== "SendMessage" || failures === 6) return call(request) as never;
      failures++;
      return Promise.reject(new AwsError("InternalFailure", "later", 500));
    });
    const from = cloud.clock.now();

    await publish("x");
    await cloud.clock.settle();

    expect(failures).toBe(6);
    expect(await messagesIn("inbox")).toHaveLength(1);
    expect(cloud.clock.now() - from, "three at once, two after a second each, then longer").toBeGreaterThan(2_000);
  });

  it("goes to the subscription's dead-letter queue at once when the queue is gone", async () => {
    await createTopic();
    await createQueue("dead");
    const { QueueUrl } = await createQueue("inbox");
    await subscribeQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }) });
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl }));

    await publish("x");

    const [message] = await messagesIn("dead");
    expect(JSON.parse(message!.Body!)).toMatchObject({ Type: "Notification", Message: "x" });
    expect(message?.MessageAttributes?.ErrorCode?.StringValue).toBe("QueueDoesNotExist");
  });

  it("is lost when the dead-letter queue does not let the topic in either", async () => {
    await createTopic();
    await createQueue("dead", null);
    await subscribeQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }) });

    await publish("x");

    expect(await messagesIn("dead")).toEqual([]);
  });
});

describe("after a restart", () => {
  it("what was under way is still delivered", async () => {
    const store = new MemoryStore();
    const before = await startTestCloud({ store });
    await before.sns.send(new CreateTopicCommand({ Name: "notices" }));
    await before.sqs.send(queueFor("inbox"));
    await before.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn("inbox") }));
    const call = before.account.call;
    vi.spyOn(before.account, "call").mockImplementation((request) => {
      if (request.operation !== "SendMessage") return call(request) as never;
      return Promise.reject(new AwsError("ServiceUnavailable", "down", 503));
    });
    await before.sns.send(new PublishCommand({ TopicArn: topicArn, Message: "x" }));
    await before.clock.advance(1);
    await before.close();

    await using after = await startTestCloud({ store });
    await after.clock.settle();

    const QueueUrl = `${after.endpoint}/000000000000/inbox`;
    expect((await after.sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages).toHaveLength(1);
  });
});

/** Follows "Fanout Amazon SNS notifications to Lambda functions". */
describe("a function's subscription", () => {
  it("invokes it asynchronously with one record, as the topic", async () => {
    await createTopic();
    const Endpoint = "arn:aws:lambda:us-east-1:000000000000:function:notify";
    await cloud.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "lambda", Endpoint }));
    const calls = vi.spyOn(cloud.account, "call");

    await publish("Hello", { Subject: "Hi" });
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
});

/** Follows "Confirm an Amazon SNS subscription". */
describe("an e-mail subscription", () => {
  it("gets nothing before it is confirmed", async () => {
    await createTopic();
    expect(await subscribeEmail()).toBe("pending confirmation");
    await publish("too early");

    const { Subscriptions } = await cloud.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(Subscriptions).toMatchObject([{ SubscriptionArn: "PendingConfirmation", Endpoint: "cust001@example.com" }]);
    expect(await outbox()).toMatchObject([{ type: "SubscriptionConfirmation", to: "cust001@example.com" }]);
  });

  it("is confirmed with the token in the outbox, and then written to", async () => {
    await createTopic();
    await subscribeEmail();
    const [{ token: Token } = {}] = await outbox();
    await cloud.sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token }));

    await publish("Ticket TKT-B123", { Subject: "Your ticket" });
    await cloud.clock.settle();

    expect(await outbox()).toMatchObject([
      { type: "SubscriptionConfirmation" },
      { type: "Notification", subject: "Your ticket", body: expect.stringContaining("Ticket TKT-B123") },
    ]);
  });

  it("is confirmed by opening the link", async () => {
    await createTopic();
    await subscribeEmail();
    const [{ confirmUrl } = {}] = await outbox();

    const answer = await fetch(confirmUrl!);

    expect(answer.status).toBe(200);
    const { Subscriptions } = await cloud.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    expect(Subscriptions?.[0]?.SubscriptionArn).toMatch(`${topicArn}:`);
  });

  it("is not confirmed with a wrong token", async () => {
    await createTopic();
    await subscribeEmail();

    await expect(
      cloud.sns.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token: "0".repeat(64) })),
    ).rejects.toMatchObject({ name: "InvalidParameterException", message: "Invalid parameter: Token" });
    expect((await fetch(`${cloud.endpoint}/_local/outbox/confirm/0000`)).status).toBe(404);
  });

  it.each([
    ["no address", "email", "cust001", "Invalid parameter: Email address"],
    ["a queue's URL", "sqs", "http://127.0.0.1/inbox", "Invalid parameter: SQS endpoint ARN"],
    ["a protocol that is not emulated", "https", "https://example.com", "does not emulate the protocol https"],
    ["a protocol that there is not", "pigeon", "x", "does not support this protocol string: pigeon"],
  ])("is refused with %s", async (_what, Protocol, Endpoint, message) => {
    await createTopic();

    await expect(
      cloud.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint })),
    ).rejects.toMatchObject({ name: "InvalidParameterException", message: expect.stringContaining(message) });
  });
});

async function createTopic() {
  return (await cloud.sns.send(new CreateTopicCommand({ Name: "notices" }))).TopicArn!;
}

/** A queue that lets one topic in, or nobody. */
function createQueue(QueueName: string, source: string | null = topicArn) {
  return cloud.sqs.send(queueFor(QueueName, source));
}

function queueFor(QueueName: string, source: string | null = topicArn) {
  const statement = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn(QueueName),
    Condition: { ArnEquals: { "aws:SourceArn": source } },
  };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  return new CreateQueueCommand({ QueueName, ...(source !== null && { Attributes: { Policy } }) });
}

function queueArn(name: string) {
  return `arn:aws:sqs:us-east-1:000000000000:${name}`;
}

async function subscribeQueue(Attributes: Record<string, string> = {}, queue = "inbox") {
  const input = { TopicArn: topicArn, Protocol: "sqs", Endpoint: queueArn(queue), Attributes };
  return (await cloud.sns.send(new SubscribeCommand(input))).SubscriptionArn!;
}

async function subscribeEmail() {
  const input = { TopicArn: topicArn, Protocol: "email", Endpoint: "cust001@example.com" };
  return (await cloud.sns.send(new SubscribeCommand(input))).SubscriptionArn!;
}

function publish(Message: string, options: Partial<PublishCommandInput> = {}) {
  return cloud.sns.send(new PublishCommand({ TopicArn: topicArn, Message, ...options }));
}

async function messagesIn(name: string) {
  await cloud.clock.settle();
  const QueueUrl = `${cloud.endpoint}/000000000000/${name}`;
  const { Messages } = await cloud.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  return Messages ?? [];
}

async function outbox(): Promise<OutboxMessage[]> {
  const answer = await fetch(`${cloud.endpoint}/_local/outbox?to=cust001@example.com`);
  return ((await answer.json()) as { messages: OutboxMessage[] }).messages;
}

function values(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}

function text(StringValue: string) {
  return { DataType: "String", StringValue };
}

function number(StringValue: string) {
  return { DataType: "Number", StringValue };
}

function array(StringValue: string) {
  return { DataType: "String.Array", StringValue };
}
