import {
  CancelMessageMoveTaskCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
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

describe("a move task with a limit", () => {
  const start = () =>
    cloud.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: queueArn("dead"), MaxNumberOfMessagesPerSecond: 1 }));
  const cancel = (TaskHandle: string | undefined) => cloud.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
  const latest = async () =>
    (await cloud.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: queueArn("dead") }))).Results?.[0];

  /** A dead-letter queue with three messages. */
  async function createDeadLetters() {
    const { inbox } = await createPair(cloud);
    for (const body of ["a", "b", "c"]) await send(cloud, inbox, body);
    for (const _receive of [1, 2, 3]) {
      await receive(cloud, inbox, { MaxNumberOfMessages: 10 });
      await cloud.clock.advance(30_000);
    }
    return inbox;
  }

  // Shapes and messages as recorded from AWS in LocalStack's snapshots of test_sqs_move_task.py.
  test("moves that many messages in a second, one task at a time", async () => {
    await createDeadLetters();
    const { TaskHandle } = await start();

    await expect(start()).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message:
        "There is already a task running. Only one active task is allowed for a source queue arn at a given time.",
    });
    await cloud.clock.advance(2_000);
    expect(await latest()).toMatchObject({
      TaskHandle,
      Status: "RUNNING",
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 3,
      MaxNumberOfMessagesPerSecond: 1,
    });
    await cloud.clock.advance(1_000);
    expect(await latest()).toMatchObject({ Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 3 });
  });

  test("can be canceled; what was moved stays moved", async () => {
    const inbox = await createDeadLetters();
    const { TaskHandle } = await start();
    await cloud.clock.advance(1_000);

    expect((await cancel(TaskHandle)).ApproximateNumberOfMessagesMoved).toBe(1);

    await cloud.clock.advance(5_000);
    expect(await latest()).toMatchObject({ Status: "CANCELLED", ApproximateNumberOfMessagesMoved: 1 });
    expect(await receive(cloud, inbox, { MaxNumberOfMessages: 10 })).toHaveLength(1);
    await expect(cancel(TaskHandle)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "Task does not exist.",
    });
    await expect(cancel("nonsense")).rejects.toMatchObject({
      name: "InvalidParameterValue",
      message: "Value for parameter TaskHandle is invalid.",
    });
  });
});

/** Two queues: messages move from "inbox" to "dead" instead of being received a third time. */
async function createPair(cloud: TestCloud) {
  const dead = await createQueue(cloud, "dead");
  const inbox = await createQueue(cloud, "inbox", { RedrivePolicy: redrivePolicy("dead") });
  return { inbox, dead };
}
