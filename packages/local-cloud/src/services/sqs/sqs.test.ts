import {
  AddPermissionCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SetQueueAttributesCommand,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

/** Follows "CreateQueue", "GetQueueAttributes" and "SetQueueAttributes". */
describe("a queue", () => {
  it("has its URL below the endpoint, and AWS's defaults", async () => {
    const url = await createQueue("inbox");

    const found = await cloud.sqs.send(new GetQueueUrlCommand({ QueueName: "inbox" }));
    expect(url).toBe(`${cloud.endpoint}/000000000000/inbox`);
    expect(found.QueueUrl).toBe(url);
    expect(await attributes(url, ["All"])).toMatchObject({
      QueueArn: "arn:aws:sqs:us-east-1:000000000000:inbox",
      VisibilityTimeout: "30",
      MessageRetentionPeriod: "345600",
      MaximumMessageSize: "1048576",
      ApproximateNumberOfMessages: "0",
    });
  });

  it("can be made again with the same attributes, not with others", async () => {
    const url = await createQueue("inbox", { VisibilityTimeout: "10" });

    expect(await createQueue("inbox", { VisibilityTimeout: "10" })).toBe(url);
    await expect(createQueue("inbox", { VisibilityTimeout: "11" })).rejects.toMatchObject({
      name: "QueueNameExists",
      message: "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    });
  });

  it.each([
    ["a name with a space", "in box", {}, "InvalidParameterValue", "Can only include alphanumeric"],
    ["a FIFO queue", "inbox.fifo", {}, "UnsupportedOperation", "does not emulate FIFO queues"],
    ["an unknown attribute", "inbox", { Colour: "red" }, "InvalidAttributeName", "Unknown Attribute Colour."],
    ["a value out of range", "inbox", { VisibilityTimeout: "43201" }, "InvalidAttributeValue", "VisibilityTimeout"],
    ["a policy that is no JSON", "inbox", { Policy: "{" }, "InvalidAttributeValue", "the parameter Policy"],
    [
      "a dead-letter queue that is not there",
      "inbox",
      { RedrivePolicy: redrive("nowhere") },
      "InvalidParameterValue",
      "Dead letter target does not exist.",
    ],
  ])("is refused with %s", async (_what, name, given, code, message) => {
    await expect(createQueue(name, given)).rejects.toMatchObject({
      name: code,
      message: expect.stringContaining(message),
    });
  });

  it("that is not there is named as such, also by the older code", async () => {
    await expect(send(`${cloud.endpoint}/000000000000/nowhere`, "x")).rejects.toMatchObject({
      name: "QueueDoesNotExist",
      Code: "AWS.SimpleQueueService.NonExistentQueue",
      message: "The specified queue does not exist.",
    });
  });

  it("is listed by its prefix, and gone with its messages when it is deleted", async () => {
    const url = await createQueue("inbox");
    await createQueue("outbox");
    await send(url, "x");

    expect((await cloud.sqs.send(new ListQueuesCommand({ QueueNamePrefix: "in" }))).QueueUrls).toEqual([url]);
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    await createQueue("inbox");
    expect(await receive(url)).toEqual([]);
  });

  it("loses a policy that is set to nothing", async () => {
    const url = await createQueue("inbox");
    await cloud.sqs.send(
      new AddPermissionCommand({
        QueueUrl: url,
        Label: "l",
        AWSAccountIds: ["000000000000"],
        Actions: ["SendMessage"],
      }),
    );
    expect(JSON.parse((await attributes(url, ["Policy"])).Policy!).Statement).toHaveLength(1);

    await cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: "" } }));

    expect(await attributes(url, ["Policy"])).toEqual({});
    await expect(cloud.sqs.send(new RemovePermissionCommand({ QueueUrl: url, Label: "l" }))).rejects.toMatchObject({
      name: "InvalidParameterValue",
    });
  });

  it("holds tags", async () => {
    const url = await createQueue("inbox");

    await cloud.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { step: "6", team: "n" } }));
    await cloud.sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ["team"] }));

    expect((await cloud.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ step: "6" });
  });
});

/** Follows "SendMessage" and "SendMessageBatch". */
describe("sending", () => {
  it("keeps body and attributes, with the digests that the SDK verifies", async () => {
    const url = await createQueue("inbox");

    await send(url, "Flug B123 ✈", {
      MessageAttributes: {
        text: { DataType: "String", StringValue: "ü" },
        count: { DataType: "Number.int", StringValue: "3" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 255]) },
      },
    });

    const [message] = await receive(url, { MessageAttributeNames: ["All"] });
    expect(message?.Body).toBe("Flug B123 ✈");
    expect(message?.MessageAttributes?.bytes?.BinaryValue).toEqual(new Uint8Array([1, 2, 255]));
    expect(message?.MessageAttributes?.count).toMatchObject({ DataType: "Number.int", StringValue: "3" });
    // Computed apart from this code, as "Calculating the MD5 message digest for message attributes" says.
    expect(message?.MD5OfMessageAttributes).toBe("8cf511b88ff193841991a740cb78dbbd");
  });

  it.each([
    ["no body", { MessageBody: "" }, "MissingParameter", "The request must contain the parameter MessageBody."],
    ["a control character", { MessageBody: "a\u0000" }, "InvalidMessageContents", "Invalid characters found."],
    ["too long a delay", { DelaySeconds: 901 }, "InvalidParameterValue", "DelaySeconds must be >= 0 and <= 900."],
    [
      "a byte too much",
      { MessageBody: "x".repeat(1_048_577) },
      "InvalidParameterValue",
      "Message must be shorter than 1048576 bytes.",
    ],
    [
      "a number that is none",
      { MessageAttributes: { n: { DataType: "Number", StringValue: "three" } } },
      "InvalidParameterValue",
      "Can't cast the value of message (user) attribute 'n' to a number.",
    ],
    [
      "an unknown type",
      { MessageAttributes: { n: { DataType: "Date", StringValue: "today" } } },
      "InvalidParameterValue",
      "supported type prefixes: Binary, Number, String.",
    ],
  ])("is refused with %s", async (_what, given, code, message) => {
    const url = await createQueue("inbox");

    await expect(send(url, "body", given)).rejects.toMatchObject({
      name: code,
      message: expect.stringContaining(message),
    });
  });

  it("takes the largest message that AWS takes", async () => {
    const url = await createQueue("inbox");

    await expect(send(url, "x".repeat(1_048_576))).resolves.toMatchObject({ MessageId: expect.any(String) });
  });

  it("answers a batch entry by entry", async () => {
    const url = await createQueue("inbox");

    const answer = await cloud.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: "good", MessageBody: "a" },
          { Id: "bad", MessageBody: "b", DelaySeconds: 1000 },
        ],
      }),
    );

    expect(answer.Successful?.map(({ Id }) => Id)).toEqual(["good"]);
    expect(answer.Failed).toMatchObject([{ Id: "bad", SenderFault: true, Code: "InvalidParameterValue" }]);
  });

  it.each([
    ["no entries", [], "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry"],
    ["eleven entries", entries(11), "TooManyEntriesInBatchRequest", "per request are 10. You have sent 11."],
    ["an id twice", [...entries(1), ...entries(1)], "BatchEntryIdsNotDistinct", "Id e0 repeated."],
    ["an id with a space", [{ Id: "a b", MessageBody: "x" }], "InvalidBatchEntryId", "alphanumeric"],
    ["too much together", entries(2, "x".repeat(600_000)), "BatchRequestTooLong", "You have sent 1200000 bytes."],
  ])("refuses a batch with %s, and sends none of it", async (_what, Entries, name, message) => {
    const url = await createQueue("inbox");

    const sending = cloud.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));

    await expect(sending).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
    expect(await receive(url)).toEqual([]);
  });
});

/** Follows "Amazon SQS visibility timeout". */
describe("receiving", () => {
  it("hides a message until its visibility timeout is over, then counts the next receive", async () => {
    const url = await createQueue("inbox");
    await send(url, "a");

    const asked = { MessageSystemAttributeNames: ["All" as const] };
    const [first] = await receive(url, asked);
    expect(first?.Attributes).toMatchObject({ ApproximateReceiveCount: "1", SenderId: "000000000000" });
    await cloud.clock.advance(29_999);
    expect(await receive(url)).toEqual([]);
    await cloud.clock.advance(1);
    const [second] = await receive(url, asked);
    expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
    expect(second?.MessageId).toBe(first?.MessageId);
  });

  it("gives up to ten, the oldest first", async () => {
    const url = await createQueue("inbox");
    for (const body of ["a", "b", "c"]) await send(url, body);

    expect((await receive(url, { MaxNumberOfMessages: 2 })).map(({ Body }) => Body)).toEqual(["a", "b"]);
    await expect(receive(url, { MaxNumberOfMessages: 11 })).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
    });
  });

  it("counts what is visible, in flight and delayed", async () => {
    const url = await createQueue("inbox");
    await send(url, "in flight");
    await receive(url);
    await send(url, "visible");
    await send(url, "delayed", { DelaySeconds: 5 });

    expect(
      await attributes(url, [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
        "ApproximateNumberOfMessagesDelayed",
      ]),
    ).toEqual({
      ApproximateNumberOfMessages: "1",
      ApproximateNumberOfMessagesNotVisible: "1",
      ApproximateNumberOfMessagesDelayed: "1",
    });
  });

  it("gives only the attributes that were asked for", async () => {
    const url = await createQueue("inbox", { VisibilityTimeout: "0" });
    const MessageAttributes = {
      "trace.id": { DataType: "String", StringValue: "1" },
      other: { DataType: "String", StringValue: "2" },
    };
    await send(url, "a", { MessageAttributes });

    expect((await receive(url))[0]?.MessageAttributes).toBeUndefined();
    const [message] = await receive(url, { MessageAttributeNames: ["trace.*"] });
    expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(["trace.id"]);
  });

  it("forgets a message when its retention is over", async () => {
    const url = await createQueue("inbox", { MessageRetentionPeriod: "60" });
    await send(url, "a");

    await cloud.clock.advance(60_000);

    expect(await receive(url)).toEqual([]);
  });
});

/** Follows "Amazon SQS short and long polling". */
describe("long polling", () => {
  it("answers as soon as a message is there", async () => {
    const url = await createQueue("inbox");
    const polling = receive(url, { WaitTimeSeconds: 20 });
    await cloud.clock.advance(5_000);
    const sentAt = cloud.clock.now();
    await send(url, "a");

    expect((await polling).map(({ Body }) => Body)).toEqual(["a"]);
    expect(cloud.clock.now()).toBe(sentAt);
  });

  it("is no activity, and ends with nothing when the time is over", async () => {
    const url = await createQueue("inbox");
    const from = cloud.clock.now();
    const polling = receive(url, { WaitTimeSeconds: 20 });

    await cloud.clock.settle();

    expect(await polling).toEqual([]);
    expect(cloud.clock.now()).toBe(from + 20_000);
  });

  it("sees a delayed message when its time has come", async () => {
    const url = await createQueue("inbox", { ReceiveMessageWaitTimeSeconds: "20" });
    const from = cloud.clock.now();
    await send(url, "later", { DelaySeconds: 7 });
    const polling = receive(url);

    await cloud.clock.settle();

    expect((await polling).map(({ Body }) => Body)).toEqual(["later"]);
    expect(cloud.clock.now()).toBe(from + 7_000);
  });

  it("gives a message to one of two who wait", async () => {
    const url = await createQueue("inbox");
    const polling = [receive(url, { WaitTimeSeconds: 1 }), receive(url, { WaitTimeSeconds: 1 })];
    await send(url, "a");
    await cloud.clock.settle();

    expect((await Promise.all(polling)).flat().map(({ Body }) => Body)).toEqual(["a"]);
  });
});

describe("a receipt", () => {
  it("deletes its message, also twice", async () => {
    const url = await createQueue("inbox", { VisibilityTimeout: "1" });
    await send(url, "a");
    const [message] = await receive(url);
    const deletion = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle });

    await cloud.sqs.send(deletion);
    await cloud.sqs.send(deletion);

    await cloud.clock.advance(1_000);
    expect(await receive(url)).toEqual([]);
  });

  it("deletes nothing once the message was received again", async () => {
    const url = await createQueue("inbox", { VisibilityTimeout: "1" });
    await send(url, "a");
    const [first] = await receive(url);
    await cloud.clock.advance(1_000);
    await receive(url);

    await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));

    await cloud.clock.advance(1_000);
    expect(await receive(url)).toHaveLength(1);
  });

  it("gives a message back at once", async () => {
    const url = await createQueue("inbox");
    await send(url, "a");
    const [message] = await receive(url);

    await cloud.sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );

    expect(await receive(url)).toHaveLength(1);
  });

  it("changes nothing for a message that is not in flight", async () => {
    const url = await createQueue("inbox", { VisibilityTimeout: "1" });
    await send(url, "a");
    const [message] = await receive(url);
    await cloud.clock.advance(1_000);

    await expect(
      cloud.sqs.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout: 9,
        }),
      ),
    ).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: expect.stringContaining("Message does not exist or is not available for visibility timeout change."),
    });
  });

  it("that is no receipt is refused, in a batch by itself", async () => {
    const url = await createQueue("inbox");
    await send(url, "a");
    const [message] = await receive(url);

    await expect(
      cloud.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: "nonsense" })),
    ).rejects.toMatchObject({ name: "ReceiptHandleIsInvalid" });
    const { Successful, Failed } = await cloud.sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: "good", ReceiptHandle: message?.ReceiptHandle },
          { Id: "bad", ReceiptHandle: "nonsense" },
        ],
      }),
    );
    expect(Successful).toEqual([{ Id: "good" }]);
    expect(Failed).toMatchObject([{ Id: "bad", Code: "ReceiptHandleIsInvalid" }]);
  });
});

/** Follows "Using dead-letter queues in Amazon SQS". */
describe("a redrive policy", () => {
  it("moves a message that was received too often, with its id and where it came from", async () => {
    const { inbox, dead } = await createPair();
    const sent = await send(inbox, "poison");
    for (const _receive of [1, 2]) {
      expect(await receive(inbox)).toHaveLength(1);
      await cloud.clock.advance(30_000);
    }

    expect(await receive(inbox)).toEqual([]);
    const [message] = await receive(dead, { MessageSystemAttributeNames: ["All"] });
    expect(message).toMatchObject({ Body: "poison", MessageId: sent.MessageId });
    expect(message?.Attributes?.DeadLetterQueueSourceArn).toBe(arn("inbox"));
  });

  it("names the queues that use a dead-letter queue", async () => {
    const { inbox, dead } = await createPair();

    const { queueUrls } = await cloud.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));

    expect(queueUrls).toEqual([inbox]);
  });

  it("needs the leave of the dead-letter queue", async () => {
    await createQueue("dead", { RedriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) });

    await expect(createQueue("inbox", { RedrivePolicy: redrive("dead") })).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: expect.stringContaining("redrive allow policy does not allow"),
    });
  });

  it("can be undone: messages go back to where they came from, as new ones", async () => {
    const { inbox, dead } = await createPair();
    await send(inbox, "poison");
    for (const _receive of [1, 2, 3]) {
      await receive(inbox);
      await cloud.clock.advance(30_000);
    }
    expect(await attributes(dead, ["ApproximateNumberOfMessages"])).toEqual({ ApproximateNumberOfMessages: "1" });

    await cloud.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("dead") }));

    const [message] = await receive(inbox, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
    expect(message).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
    const { Results } = await cloud.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn("dead") }));
    expect(Results).toMatchObject([{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 }]);
  });

  it("is what makes a dead-letter queue: another queue cannot be redriven", async () => {
    await createQueue("inbox");

    await expect(cloud.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn("inbox") }))).rejects.toMatchObject({
      message: expect.stringContaining("Source queue must be configured as a Dead Letter Queue."),
    });
  });
});

/** Follows "Available CloudWatch metrics for Amazon SQS". */
describe("metrics", () => {
  it("count what is sent, received and deleted, and gauge what is left when it changes", async () => {
    const points = vi.spyOn(cloud.account, "metric");
    const url = await createQueue("inbox");
    await send(url, "a");
    await cloud.clock.advance(4_000);
    const [message] = await receive(url);
    await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));

    const valuesOf = (wanted: string) =>
      points.mock.calls.map(([point]) => point).flatMap(({ name, value }) => (name === wanted ? [value] : []));
    expect(points.mock.calls[0]?.[0]).toMatchObject({ namespace: "AWS/SQS", dimensions: { QueueName: "inbox" } });
    expect(valuesOf("NumberOfMessagesSent")).toEqual([1]);
    expect(valuesOf("NumberOfMessagesReceived")).toEqual([1]);
    expect(valuesOf("NumberOfMessagesDeleted")).toEqual([1]);
    expect(valuesOf("ApproximateNumberOfMessagesVisible")).toEqual([0, 1, 0]);
    expect(valuesOf("ApproximateNumberOfMessagesNotVisible")).toEqual([0, 1, 0]);
    expect(valuesOf("ApproximateAgeOfOldestMessage")).toEqual([0, 4, 0]);
  });
});

describe("after a restart", () => {
  it("queues and messages are as they were, under the new endpoint", async () => {
    const store = new MemoryStore();
    await using before = await startTestCloud({ store });
    const { QueueUrl } = await before.sqs.send(new CreateQueueCommand({ QueueName: "inbox" }));
    for (const MessageBody of ["in flight", "waiting"]) {
      await before.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    const received = await before.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    await before.close();

    await using after = await startTestCloud({ store });
    const url = (await after.sqs.send(new GetQueueUrlCommand({ QueueName: "inbox" }))).QueueUrl;
    const ReceiptHandle = received.Messages?.[0]?.ReceiptHandle;
    await after.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
    await after.clock.advance(30_000);

    const { Messages } = await after.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }));
    expect(url).toBe(`${after.endpoint}/000000000000/inbox`);
    expect(Messages?.map(({ Body }) => Body)).toEqual(["waiting"]);
  });
});

describe("purging", () => {
  it("empties the queue, once in 60 seconds", async () => {
    const url = await createQueue("inbox");
    await send(url, "a");
    await cloud.sqs.send(new PurgeQueueCommand({ QueueUrl: url }));

    expect(await receive(url)).toEqual([]);
    await expect(cloud.sqs.send(new PurgeQueueCommand({ QueueUrl: url }))).rejects.toMatchObject({
      name: "PurgeQueueInProgress",
    });
    await cloud.clock.advance(60_000);
    await expect(cloud.sqs.send(new PurgeQueueCommand({ QueueUrl: url }))).resolves.toBeDefined();
  });
});

async function createQueue(QueueName: string, Attributes: Partial<Record<string, string>> = {}): Promise<string> {
  const { QueueUrl } = await cloud.sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: Attributes as Partial<Record<QueueAttributeName, string>> }),
  );
  return QueueUrl!;
}

/** A queue whose messages go to the other when they are received a third time. */
async function createPair() {
  const dead = await createQueue("dead");
  const inbox = await createQueue("inbox", { RedrivePolicy: redrive("dead") });
  return { inbox, dead };
}

function redrive(name: string, maxReceiveCount = 2) {
  return JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount });
}

function arn(name: string) {
  return `arn:aws:sqs:us-east-1:000000000000:${name}`;
}

function entries(count: number, MessageBody = "x") {
  return Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, MessageBody }));
}

function send(QueueUrl: string, MessageBody: string, options: Partial<SendMessageCommandInput> = {}) {
  return cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...options }));
}

async function receive(QueueUrl: string, options: Partial<ReceiveMessageCommandInput> = {}) {
  const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, ...options }));
  return Messages ?? [];
}

async function attributes(QueueUrl: string, AttributeNames: QueueAttributeName[]) {
  const { Attributes } = await cloud.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return (Attributes ?? {}) as Record<string, string>;
}
