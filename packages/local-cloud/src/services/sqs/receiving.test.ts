import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import type { Message } from "./state.ts";
import { attributes, createQueue, receive, send } from "./test-support.ts";

/** Follows "Amazon SQS visibility timeout" and "Amazon SQS short and long polling". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a received message is hidden until its visibility timeout is over; each receive is counted", async () => {
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "a");

  const asked = { MessageSystemAttributeNames: ["All" as const] };
  const [first] = await receive(cloud, url, asked);
  expect(first?.Attributes).toMatchObject({ ApproximateReceiveCount: "1", SenderId: "000000000000" });
  await cloud.clock.advance(29_999);
  expect(await receive(cloud, url)).toEqual([]);
  await cloud.clock.advance(1);
  const [second] = await receive(cloud, url, asked);
  expect(second?.Attributes?.ApproximateReceiveCount).toBe("2");
  expect(second?.MessageId).toBe(first?.MessageId);
});

test("a receive returns up to ten messages, the oldest first", async () => {
  const url = await createQueue(cloud, "inbox");
  for (const body of ["a", "b", "c"]) await send(cloud, url, body);

  expect((await receive(cloud, url, { MaxNumberOfMessages: 2 })).map(({ Body }) => Body)).toEqual(["a", "b"]);
  await expect(receive(cloud, url, { MaxNumberOfMessages: 11 })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    // Recorded from AWS in LocalStack's snapshots: the type in JSON, QueryErrorCode of boto3.
    $response: { headers: { "x-amzn-errortype": "InvalidParameterValueException" } },
    message: "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
  });
});

test("a queue counts its visible, in-flight and delayed messages", async () => {
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "in flight");
  await receive(cloud, url);
  await send(cloud, url, "visible");
  await send(cloud, url, "delayed", { DelaySeconds: 5 });

  expect(
    await attributes(cloud, url, [
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

test("a receive returns only the attributes it asks for", async () => {
  const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "0" });
  const MessageAttributes = {
    "trace.id": { DataType: "String", StringValue: "1" },
    other: { DataType: "String", StringValue: "2" },
  };
  await send(cloud, url, "a", { MessageAttributes });

  expect((await receive(cloud, url))[0]?.MessageAttributes).toBeUndefined();
  const [message] = await receive(cloud, url, { MessageAttributeNames: ["trace.*"] });
  expect(Object.keys(message?.MessageAttributes ?? {})).toEqual(["trace.id"]);
});

test("a message expires when its retention period is over", async () => {
  const url = await createQueue(cloud, "inbox", { MessageRetentionPeriod: "60" });
  await send(cloud, url, "a");

  await cloud.clock.advance(60_000);

  expect(await receive(cloud, url)).toEqual([]);
});

test("a long poll returns as soon as a message arrives", async () => {
  const url = await createQueue(cloud, "inbox");
  const polling = receive(cloud, url, { WaitTimeSeconds: 20 });
  await cloud.clock.advance(5_000);
  const sentAt = cloud.clock.now();
  await send(cloud, url, "a");

  expect((await polling).map(({ Body }) => Body)).toEqual(["a"]);
  expect(cloud.clock.now()).toBe(sentAt);
});

test("a long poll counts as idle and returns nothing when its wait time is over", async () => {
  const url = await createQueue(cloud, "inbox");
  const from = cloud.clock.now();
  const polling = receive(cloud, url, { WaitTimeSeconds: 20 });

  await cloud.clock.settle();

  expect(await polling).toEqual([]);
  expect(cloud.clock.now()).toBe(from + 20_000);
});

test("a long poll returns a delayed message when its delay is over", async () => {
  const url = await createQueue(cloud, "inbox", { ReceiveMessageWaitTimeSeconds: "20" });
  const from = cloud.clock.now();
  await send(cloud, url, "later", { DelaySeconds: 7 });
  const polling = receive(cloud, url);

  await cloud.clock.settle();

  expect((await polling).map(({ Body }) => Body)).toEqual(["later"]);
  expect(cloud.clock.now()).toBe(from + 7_000);
});

test("one of two long polls receives the message", async () => {
  const url = await createQueue(cloud, "inbox");
  const polling = [receive(cloud, url, { WaitTimeSeconds: 1 }), receive(cloud, url, { WaitTimeSeconds: 1 })];
  await send(cloud, url, "a");
  await cloud.clock.settle();

  expect((await Promise.all(polling)).flat().map(({ Body }) => Body)).toEqual(["a"]);
});

/** Puts messages into the queue "inbox" that another consumer has received. */
function putInFlight(count: number): void {
  const messages = cloud.account.store.collection<Message>("sqs/messages/inbox");
  const now = cloud.clock.now();
  for (let at = 0; at < count; at++) {
    messages.set(cloud.account.store.sequence(), {
      id: String(at),
      body: "in flight",
      attributes: {},
      senderId: "000000000000",
      sentAt: now,
      visibleAt: now + 30_000,
      receiveCount: 1,
      receipt: "other",
    });
  }
}

test("a receive takes no more messages than may be in flight, and hides none when it is refused", async () => {
  const url = await createQueue(cloud, "inbox");
  for (const body of ["a", "b", "c"]) await send(cloud, url, body);
  putInFlight(119_999);

  expect((await receive(cloud, url, { MaxNumberOfMessages: 10 })).map(({ Body }) => Body)).toEqual(["a"]);
  await expect(receive(cloud, url)).rejects.toMatchObject({ name: "OverLimit" });

  expect(await attributes(cloud, url, ["ApproximateNumberOfMessages"])).toEqual({ ApproximateNumberOfMessages: "2" });
});

test("a long poll at the limit of messages in flight waits instead of failing", async () => {
  const url = await createQueue(cloud, "inbox");
  await send(cloud, url, "a");
  putInFlight(120_000);

  const polling = receive(cloud, url, { WaitTimeSeconds: 20 });
  await cloud.clock.settle();

  expect(await polling).toEqual([]);
});
