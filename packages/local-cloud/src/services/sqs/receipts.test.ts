import { ChangeMessageVisibilityCommand, DeleteMessageBatchCommand, DeleteMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, receive, send } from "./test-support.ts";

/** Follows "DeleteMessage" and "ChangeMessageVisibility". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a receipt deletes its message, and can be used twice", async () => {
  const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "1" });
  await send(cloud, url, "a");
  const [message] = await receive(cloud, url);
  const deletion = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle });

  await cloud.sqs.send(deletion);
  await cloud.sqs.send(deletion);

  await cloud.clock.advance(1_000);
  expect(await receive(cloud, url)).toEqual([]);
});

test("an older receipt deletes nothing", async () => {
  const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "1" });
  await send(cloud, url, "a");
  const [first] = await receive(cloud, url);
  await cloud.clock.advance(1_000);
  await receive(cloud, url);

  await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: first?.ReceiptHandle }));

  await cloud.clock.advance(1_000);
  expect(await receive(cloud, url)).toHaveLength(1);
});

test("a visibility timeout of 0 makes a message visible at once", async () => {
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "a");
  const [message] = await receive(cloud, url);

  await cloud.sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: url,
      ReceiptHandle: message?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );

  expect(await receive(cloud, url)).toHaveLength(1);
});

// Recorded from AWS in LocalStack's snapshots: test_change_message_visibility_after_visibility_timeout_expiration.
test("the latest receipt hides its message even after it has become visible again", async () => {
  const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "1" });
  await send(cloud, url, "a");
  const [message] = await receive(cloud, url);
  await cloud.clock.advance(1_000);

  await hide(url, message?.ReceiptHandle);

  expect(await receive(cloud, url)).toEqual([]);
});

test("an older receipt, or one of a deleted message, cannot change the visibility timeout", async () => {
  const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "1" });
  await send(cloud, url, "a");
  const [first] = await receive(cloud, url);
  await cloud.clock.advance(1_000);
  const [second] = await receive(cloud, url);
  const refused = {
    name: "InvalidParameterValue",
    message: expect.stringContaining("Message does not exist or is not available for visibility timeout change."),
  };

  await expect(hide(url, first?.ReceiptHandle)).rejects.toMatchObject(refused);
  await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second?.ReceiptHandle }));
  await expect(hide(url, second?.ReceiptHandle)).rejects.toMatchObject(refused);
});

test("an invalid receipt is refused, in a batch without affecting the other entries", async () => {
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "a");
  const [message] = await receive(cloud, url);

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

function hide(QueueUrl: string, ReceiptHandle: string | undefined) {
  return cloud.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 9 }));
}
