import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, receive, send } from "./test-support.ts";

/** Follows "SendMessage" and "SendMessageBatch". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a message keeps its body and attributes, with the digests that the SDK verifies", async () => {
  const url = await createQueue(cloud, "inbox");

  await send(cloud, url, "Flug B123 ✈", {
    MessageAttributes: {
      text: { DataType: "String", StringValue: "ü" },
      count: { DataType: "Number.int", StringValue: "3" },
      bytes: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 255]) },
    },
  });

  const [message] = await receive(cloud, url, { MessageAttributeNames: ["All"] });
  expect(message?.Body).toBe("Flug B123 ✈");
  expect(message?.MessageAttributes?.bytes?.BinaryValue).toEqual(new Uint8Array([1, 2, 255]));
  expect(message?.MessageAttributes?.count).toMatchObject({ DataType: "Number.int", StringValue: "3" });
  // Computed without this code, as "Calculating the MD5 message digest for message attributes" describes.
  expect(message?.MD5OfMessageAttributes).toBe("8cf511b88ff193841991a740cb78dbbd");
});

// "Amazon SQS message metadata", message system attributes
test("the system attribute AWSTraceHeader travels with the message", async () => {
  const url = await createQueue(cloud, "inbox");
  const StringValue = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";
  await send(cloud, url, "a", {
    MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue } },
  });

  const [message] = await receive(cloud, url, { MessageSystemAttributeNames: ["AWSTraceHeader"] });
  expect(message?.Attributes).toEqual({ AWSTraceHeader: StringValue });
});

test.each([
  ["no body", { MessageBody: "" }, "MissingParameter", "The request must contain the parameter MessageBody."],
  ["a control character", { MessageBody: "a\u0000" }, "InvalidMessageContents", "Invalid characters found."],
  ["a delay that is too long", { DelaySeconds: 901 }, "InvalidParameterValue", "DelaySeconds must be >= 0 and <= 900."],
  [
    "one byte too many",
    { MessageBody: "x".repeat(1_048_577) },
    "InvalidParameterValue",
    "Message must be shorter than 1048576 bytes.",
  ],
  [
    "a number attribute that is not a number",
    { MessageAttributes: { n: { DataType: "Number", StringValue: "three" } } },
    "InvalidParameterValue",
    "Can't cast the value of message (user) attribute 'n' to a number.",
  ],
  [
    "an unknown attribute type",
    { MessageAttributes: { n: { DataType: "Date", StringValue: "today" } } },
    "InvalidParameterValue",
    "supported type prefixes: Binary, Number, String.",
  ],
])("refuses a message with %s", async (_what, given, code, message) => {
  const url = await createQueue(cloud, "inbox");

  await expect(send(cloud, url, "body", given)).rejects.toMatchObject({
    name: code,
    message: expect.stringContaining(message),
  });
});

test("accepts the largest message that AWS accepts", async () => {
  const url = await createQueue(cloud, "inbox");

  await expect(send(cloud, url, "x".repeat(1_048_576))).resolves.toMatchObject({ MessageId: expect.any(String) });
});

test("each entry of a batch succeeds or fails on its own", async () => {
  const url = await createQueue(cloud, "inbox");

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

test.each([
  ["no entries", [], "EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry"],
  ["eleven entries", entries(11), "TooManyEntriesInBatchRequest", "per request are 10. You have sent 11."],
  ["a repeated id", [...entries(1), ...entries(1)], "BatchEntryIdsNotDistinct", "Id e0 repeated."],
  ["an id with a space", [{ Id: "a b", MessageBody: "x" }], "InvalidBatchEntryId", "alphanumeric"],
  ["too many bytes in total", entries(2, "x".repeat(600_000)), "BatchRequestTooLong", "You have sent 1200000 bytes."],
])("refuses a whole batch with %s", async (_what, Entries, name, message) => {
  const url = await createQueue(cloud, "inbox");

  const sending = cloud.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));

  await expect(sending).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  expect(await receive(cloud, url)).toEqual([]);
});

function entries(count: number, MessageBody = "x") {
  return Array.from({ length: count }, (_, index) => ({ Id: `e${index}`, MessageBody }));
}
