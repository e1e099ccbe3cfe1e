import {
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { attributes, createQueue, queueArn, receive, redrivePolicy, send } from "./test-support.ts";

/** Follows "Using dead-letter queues in Amazon SQS". */

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

test("a message that was received too often moves to the dead-letter queue with its id and source", async () => {
  const { inbox, dead } = await createPair(cloud);
  const sent = await send(cloud, inbox, "poison");
  for (const _receive of [1, 2]) {
    expect(await receive(cloud, inbox)).toHaveLength(1);
    await cloud.clock.advance(30_000);
  }

  expect(await receive(cloud, inbox)).toEqual([]);
  const [message] = await receive(cloud, dead, { MessageSystemAttributeNames: ["All"] });
  expect(message).toMatchObject({ Body: "poison", MessageId: sent.MessageId });
  expect(message?.Attributes?.DeadLetterQueueSourceArn).toBe(queueArn("inbox"));
});

test("lists the source queues of a dead-letter queue", async () => {
  const { inbox, dead } = await createPair(cloud);

  const { queueUrls } = await cloud.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead }));

  expect(queueUrls).toEqual([inbox]);
});

test("a redrive policy needs permission from the dead-letter queue", async () => {
  await createQueue(cloud, "dead", { RedriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) });

  await expect(createQueue(cloud, "inbox", { RedrivePolicy: redrivePolicy("dead") })).rejects.toMatchObject({
    name: "InvalidParameterValue",
    message: expect.stringContaining("redrive allow policy does not allow"),
  });
});

test("a move task returns messages to their source queue as new ones", async () => {
  const { inbox, dead } = await createPair(cloud);
  await send(cloud, inbox, "poison");
  for (const _receive of [1, 2, 3]) {
    await receive(cloud, inbox);
    await cloud.clock.advance(30_000);
  }
  expect(await attributes(cloud, dead, ["ApproximateNumberOfMessages"])).toEqual({ ApproximateNumberOfMessages: "1" });

  await cloud.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn("dead") }));

  const [message] = await receive(cloud, inbox, { MessageSystemAttributeNames: ["ApproximateReceiveCount"] });
  expect(message).toMatchObject({ Body: "poison", Attributes: { ApproximateReceiveCount: "1" } });
  const { Results } = await cloud.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: queueArn("dead") }));
  expect(Results).toMatchObject([{ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 1 }]);
});

test("a queue that is not a dead-letter queue cannot be redriven", async () => {
  await createQueue(cloud, "inbox");

  const redrive = cloud.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn("inbox") }));

  await expect(redrive).rejects.toThrow("Source queue must be configured as a Dead Letter Queue.");
});

/** Two queues: messages move from "inbox" to "dead" instead of being received a third time. */
async function createPair(cloud: TestCloud) {
  const dead = await createQueue(cloud, "dead");
  const inbox = await createQueue(cloud, "inbox", { RedrivePolicy: redrivePolicy("dead") });
  return { inbox, dead };
}
