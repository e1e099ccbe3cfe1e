import { DeleteMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, receive, send } from "./test-support.ts";

/** Follows "Available CloudWatch metrics for Amazon SQS". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("counts sent, received and deleted messages, and records gauges when they change", async () => {
  const points = vi.spyOn(cloud.account, "metric");
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "a");
  await cloud.clock.advance(4_000);
  const [message] = await receive(cloud, url);
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
