import {
  AddPermissionCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  RemovePermissionCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { attributes, createQueue, receive, redrivePolicy, send } from "./test-support.ts";

/** Follows "CreateQueue", "GetQueueAttributes" and "SetQueueAttributes". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a queue has a URL below the endpoint and AWS's defaults", async () => {
  const url = await createQueue(cloud, "inbox");

  const found = await cloud.sqs.send(new GetQueueUrlCommand({ QueueName: "inbox" }));
  expect(url).toBe(`${cloud.endpoint}/000000000000/inbox`);
  expect(found.QueueUrl).toBe(url);
  expect(await attributes(cloud, url, ["All"])).toMatchObject({
    QueueArn: "arn:aws:sqs:us-east-1:000000000000:inbox",
    VisibilityTimeout: "30",
    MessageRetentionPeriod: "345600",
    MaximumMessageSize: "1048576",
    ApproximateNumberOfMessages: "0",
  });
});

test("creating an existing queue succeeds with the same attributes and fails with others", async () => {
  const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "10" });

  expect(await createQueue(cloud, "inbox", { VisibilityTimeout: "10" })).toBe(url);
  await expect(createQueue(cloud, "inbox", { VisibilityTimeout: "11" })).rejects.toMatchObject({
    name: "QueueNameExists",
    message: "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
  });
});

test.each([
  ["a name with a space", "in box", {}, "InvalidParameterValue", "Can only include alphanumeric"],
  ["an unknown attribute", "inbox", { Color: "red" }, "InvalidAttributeName", "Unknown Attribute Color."],
  ["a value out of range", "inbox", { VisibilityTimeout: "43201" }, "InvalidAttributeValue", "VisibilityTimeout"],
  ["a policy that is not JSON", "inbox", { Policy: "{" }, "InvalidAttributeValue", "the parameter Policy"],
  [
    "a dead-letter queue that does not exist",
    "inbox",
    { RedrivePolicy: redrivePolicy("nowhere") },
    "InvalidParameterValue",
    "Dead letter target does not exist.",
  ],
])("refuses a queue with %s", async (_what, name, given, code, message) => {
  await expect(createQueue(cloud, name, given)).rejects.toMatchObject({
    name: code,
    message: expect.stringContaining(message),
  });
});

test("an error also carries its code in the query protocol", async () => {
  await expect(send(cloud, `${cloud.endpoint}/000000000000/nowhere`, "x")).rejects.toMatchObject({
    name: "QueueDoesNotExist",
    Code: "AWS.SimpleQueueService.NonExistentQueue",
    message: "The specified queue does not exist.",
  });
});

test("queues are listed by prefix; deleting one deletes its messages", async () => {
  const url = await createQueue(cloud, "inbox");
  await createQueue(cloud, "outbox");
  await send(cloud, url, "x");

  expect((await cloud.sqs.send(new ListQueuesCommand({ QueueNamePrefix: "in" }))).QueueUrls).toEqual([url]);
  await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  await createQueue(cloud, "inbox");
  expect(await receive(cloud, url)).toEqual([]);
});

test("an empty policy removes the queue's policy", async () => {
  const url = await createQueue(cloud, "inbox");
  await cloud.sqs.send(
    new AddPermissionCommand({
      QueueUrl: url,
      Label: "l",
      AWSAccountIds: ["000000000000"],
      Actions: ["SendMessage"],
    }),
  );
  expect(JSON.parse((await attributes(cloud, url, ["Policy"])).Policy!).Statement).toHaveLength(1);

  await cloud.sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: "" } }));

  expect(await attributes(cloud, url, ["Policy"])).toEqual({});
  await expect(cloud.sqs.send(new RemovePermissionCommand({ QueueUrl: url, Label: "l" }))).rejects.toMatchObject({
    name: "InvalidParameterValue",
  });
});

test("a queue stores tags", async () => {
  const url = await createQueue(cloud, "inbox");

  await cloud.sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: { step: "6", team: "n" } }));
  await cloud.sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: ["team"] }));

  expect((await cloud.sqs.send(new ListQueueTagsCommand({ QueueUrl: url }))).Tags).toEqual({ step: "6" });
});

test("purging empties the queue, at most once in 60 seconds", async () => {
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "a");
  await cloud.sqs.send(new PurgeQueueCommand({ QueueUrl: url }));

  expect(await receive(cloud, url)).toEqual([]);
  await expect(cloud.sqs.send(new PurgeQueueCommand({ QueueUrl: url }))).rejects.toMatchObject({
    name: "PurgeQueueInProgress",
  });
  await cloud.clock.advance(60_000);
  await expect(cloud.sqs.send(new PurgeQueueCommand({ QueueUrl: url }))).resolves.toBeDefined();
});

test("queues and messages survive a restart, under the new endpoint", async () => {
  const store = new MemoryStore();
  await using before = await startTestCloud({ store });
  const oldUrl = await createQueue(before, "inbox");
  for (const body of ["in flight", "visible"]) await send(before, oldUrl, body);
  const [received] = await receive(before, oldUrl);
  await before.close();

  await using after = await startTestCloud({ store });
  const url = (await after.sqs.send(new GetQueueUrlCommand({ QueueName: "inbox" }))).QueueUrl!;
  await after.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: received?.ReceiptHandle }));
  await after.clock.advance(30_000);

  expect(url).toBe(`${after.endpoint}/000000000000/inbox`);
  expect((await receive(after, url, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(["visible"]);
});
