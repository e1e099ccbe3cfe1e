import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AwsError } from "../../core/aws-error.ts";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { queueArn } from "../sqs/test-support.ts";
import { createQueue, createTopic, messagesIn, publish, subscribeQueue } from "./test-support.ts";

/** Follows "Amazon SNS message delivery retries" and "Amazon SNS dead-letter queues". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a delivery is retried while the error may be transient", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "inbox");
  await subscribeQueue(cloud);
  const call = cloud.account.call;
  let failures = 0;
  vi.spyOn(cloud.account, "call").mockImplementation((request) => {
    if (request.operation !== "SendMessage" || failures === 6) return call(request) as never;
    failures++;
    return Promise.reject(new AwsError("InternalFailure", "later", 500));
  });
  const from = cloud.clock.now();

  await publish(cloud, "x");
  await cloud.clock.settle();

  expect(failures).toBe(6);
  expect(await messagesIn(cloud, "inbox")).toHaveLength(1);
  expect(cloud.clock.now() - from, "three retries at once, two a second apart, then longer waits").toBeGreaterThan(
    2_000,
  );
});

test("a message for a deleted queue goes to the dead-letter queue at once", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "dead");
  const QueueUrl = await createQueue(cloud, "inbox");
  await subscribeQueue(cloud, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }) });
  await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl }));

  await publish(cloud, "x");

  const [message] = await messagesIn(cloud, "dead");
  expect(JSON.parse(message!.Body!)).toMatchObject({ Type: "Notification", Message: "x" });
  expect(message?.MessageAttributes?.ErrorCode?.StringValue).toBe("QueueDoesNotExist");
});

test("a message is lost if the dead-letter queue has no permission for the topic either", async () => {
  await createTopic(cloud);
  await createQueue(cloud, "dead", null);
  await subscribeQueue(cloud, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn("dead") }) });

  await publish(cloud, "x");

  expect(await messagesIn(cloud, "dead")).toEqual([]);
});

test("a pending delivery survives a restart", async () => {
  const store = new MemoryStore();
  const before = await startTestCloud({ store });
  await createTopic(before);
  await createQueue(before, "inbox");
  await subscribeQueue(before);
  const call = before.account.call;
  vi.spyOn(before.account, "call").mockImplementation((request) => {
    if (request.operation !== "SendMessage") return call(request) as never;
    return Promise.reject(new AwsError("ServiceUnavailable", "down", 503));
  });
  await publish(before, "x");
  await before.clock.advance(1);
  await before.close();

  await using after = await startTestCloud({ store });

  expect(await messagesIn(after, "inbox")).toHaveLength(1);
});
