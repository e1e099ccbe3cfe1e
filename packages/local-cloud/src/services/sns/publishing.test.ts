import { PublishBatchCommand } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createTopic, publish, topicArn } from "./test-support.ts";

/** Follows "Publish" and "PublishBatch". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test.each([
  ["no message", { Message: "" }, "InvalidParameterException", "Invalid parameter: Empty message"],
  ["a subject of two lines", { Subject: "a\nb" }, "InvalidParameterException", "Invalid parameter: Subject"],
  ["one byte too many", { Message: "x".repeat(262_145) }, "InvalidParameterException", "Message too long"],
  [
    "a topic that is not an ARN",
    { TopicArn: "notices" },
    "InvalidParameterException",
    "An ARN must have at least 6 elements, not 1",
  ],
  [
    "a structure without a default",
    { MessageStructure: "json", Message: '{"sqs":"x"}' },
    "InvalidParameterException",
    "Message Structure - No default entry in JSON message body",
  ],
  [
    "an unknown attribute type",
    { MessageAttributes: { a: { DataType: "Date", StringValue: "x" } } },
    "InvalidParameterValueException",
    "has an invalid message attribute type",
  ],
])("refuses a message with %s", async (_what, input, name, message) => {
  await createTopic(cloud);

  await expect(publish(cloud, "x", input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
});

test("each entry of a batch succeeds or fails on its own", async () => {
  await createTopic(cloud);
  const PublishBatchRequestEntries = [
    { Id: "good", Message: "a" },
    { Id: "bad", Message: "b", Subject: "two\nlines" },
  ];

  const answer = await cloud.sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries }));

  expect(answer.Successful).toMatchObject([{ Id: "good", MessageId: expect.any(String) }]);
  expect(answer.Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameter", SenderFault: true }]);
});

test("refuses a batch with a repeated id", async () => {
  await createTopic(cloud);
  const entry = { Id: "one", Message: "a" };

  await expect(
    cloud.sns.send(new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: [entry, entry] })),
  ).rejects.toMatchObject({ name: "BatchEntryIdsNotDistinctException" });
});
