import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribePipeCommand } from "@aws-sdk/client-pipes";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { makeQueue, messagesIn, queueArn } from "../eventbridge/test-support.ts";
import {
  allowRole,
  deadLetters,
  deliveredOrders,
  FakeStream,
  makePipe,
  openShop,
  pipeArn,
  pipesOf,
  putOnBus,
  readStream,
  sendDeadLetters,
  streamArn,
} from "./test-support.ts";

let cloud: TestCloud;
let stream: FakeStream;
beforeEach(async () => {
  cloud = await startTestCloud();
  stream = new FakeStream().attach(cloud);
  await openShop(cloud);
});
afterEach(() => cloud.close());

const minute = 60_000;
const hour = 60 * minute;
const DeadLetterConfig = { Arn: queueArn("dead-letters") };

/** A record whose stored detail is not JSON, so that the bus refuses its event. */
function writePoison(order: number): string {
  return stream.put({
    order: { N: String(order) },
    event: { M: { type: { S: "OrderPlaced" }, detail: { S: "no JSON" } } },
  });
}

async function sumOf(MetricName: string): Promise<number> {
  const { Datapoints = [] } = await cloud.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/EventBridge/Pipes",
      MetricName,
      Dimensions: [{ Name: "PipeName", Value: "outbox" }],
      StartTime: new Date(cloud.clock.now() - 7 * 24 * hour),
      EndTime: new Date(cloud.clock.now() + hour),
      Period: 86_400,
      Statistics: ["Sum"],
    }),
  );
  return Datapoints.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
}

async function stateReason(): Promise<string | undefined> {
  return (await pipesOf(cloud).send(new DescribePipeCommand({ Name: "outbox" }))).StateReason;
}

describe("a batch that fails", () => {
  test("blocks the records behind it, and goes on when the cause is gone", async () => {
    await makePipe(cloud, { BatchSize: 1 });
    await allowRole(cloud, [readStream]);
    stream.write(1, 2);
    await cloud.clock.advance(hour);
    expect(await deliveredOrders(cloud)).toEqual([]);
    await allowRole(cloud, [readStream, putOnBus]);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1, 2]);
  });

  test("is repeated only with the events that failed", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 2 });
    stream.write(1);
    writePoison(2);
    stream.write(3);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1, 3]);
    expect(await sumOf("Invocations"), "executions: one and two retries").toBe(3);
    expect(await sumOf("EventCount"), "events: three, and one at each retry").toBe(5);
  });

  test("of which the answer got lost is repeated, and does not count as a retry", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 0, DeadLetterConfig });
    cloud.faults.add({ kind: "lose-answer", call: "events.PutEvents", pipe: "outbox", next: 2 });
    stream.write(1, 2);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1, 1, 1, 2, 2, 2]);
    expect(await deadLetters(cloud)).toEqual([]);
  });

  test("because the bus is throttled is retried until that ends, however few retries are allowed", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 0, DeadLetterConfig });
    cloud.faults.add({ kind: "throttle", call: "events.PutEvents", pipe: "outbox", next: 20 });
    stream.write(1);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1]);
  });

  test("with AUTOMATIC_BISECT is halved until one record is left (assumption: a split is not a retry)", async () => {
    const OnPartialBatchItemFailure = "AUTOMATIC_BISECT";
    await makePipe(cloud, { MaximumRetryAttempts: 0, OnPartialBatchItemFailure, DeadLetterConfig });
    cloud.faults.add({ kind: "refuse", call: "events.PutEvents", code: "ValidationException", status: 400, next: 2 });
    stream.write(1, 2, 3);
    const poison = writePoison(4);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1, 2, 3]);
    expect(await deadLetters(cloud)).toMatchObject([{ DDBStreamBatchInfo: { startSequenceNumber: poison } }]);
  });

  test("waits longer from retry to retry, up to five minutes (assumption: AWS gives no times)", async () => {
    await makePipe(cloud);
    cloud.faults.add({ kind: "refuse", call: "events.PutEvents", pipe: "outbox" });
    stream.write(1);
    await cloud.clock.advance(6 * hour);
    const times = cloud.faults.injections().map(({ at }) => at);
    const waits = times.slice(1).map((time, index) => time - times[index]!);

    waits.forEach((wait, index) => {
      const longest = Math.min(1000 * 2 ** index, 5 * minute);
      expect(wait, `wait ${index + 1}`).toBeGreaterThanOrEqual(longest / 2);
      expect(wait, `wait ${index + 1}`).toBeLessThanOrEqual(longest);
    });
    expect(waits.length).toBeGreaterThan(70);
  });

  test("is lost when its records expire in the stream, and the pipe tells so", async () => {
    await makePipe(cloud, { BatchSize: 1, DeadLetterConfig });
    writePoison(1);
    stream.write(2);
    await cloud.clock.advance(hour);
    expect(await deliveredOrders(cloud)).toEqual([]);
    stream.trim(1);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([2]);
    expect(await deadLetters(cloud)).toEqual([]);
    expect(await stateReason()).toMatch(/^Records expired in the stream/);
  });
});

describe("a dead letter", () => {
  test("has the position of the records in the stream, in the shape that users of pipes quote", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 1, DeadLetterConfig });
    await allowRole(cloud, [readStream, sendDeadLetters]);
    const [first, , last] = stream.write(1, 2, 3);
    await cloud.clock.settle();

    expect(await deadLetters(cloud)).toEqual([
      {
        context: { partnerResourceArn: pipeArn("outbox"), condition: "RetryAttemptsExhausted" },
        version: "1.0",
        timestamp: expect.stringMatching(/^2026-01-01T12:00:0\d\.\d{3}Z$/),
        DDBStreamBatchInfo: {
          shardId: "shardId-00000001",
          startSequenceNumber: first,
          endSequenceNumber: last,
          approximateArrivalOfFirstRecord: "2026-01-01T12:00:00Z",
          approximateArrivalOfLastRecord: "2026-01-01T12:00:00Z",
          batchSize: 3,
          streamArn,
        },
      },
    ]);
  });

  test("frees the stream for the records behind", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 0, DeadLetterConfig });
    writePoison(1);
    stream.write(2);
    await cloud.clock.advance(minute);

    expect(await deliveredOrders(cloud)).toEqual([2]);
    expect(await deadLetters(cloud)).toHaveLength(1);
  });

  test("is sent for records that are too old (assumption: with Lambda's condition RecordAgeExceeded)", async () => {
    await makePipe(cloud, { MaximumRecordAgeInSeconds: 3600, DeadLetterConfig });
    await allowRole(cloud, [readStream, sendDeadLetters]);
    const [first] = stream.write(1);
    await cloud.clock.advance(50 * minute);
    stream.write(2);
    await cloud.clock.advance(20 * minute);

    expect(await deadLetters(cloud)).toMatchObject([
      {
        context: { condition: "RecordAgeExceeded" },
        DDBStreamBatchInfo: { startSequenceNumber: first, endSequenceNumber: first, batchSize: 1 },
      },
    ]);
  });

  test("goes to a topic as well", async () => {
    const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "failures" }));
    const Endpoint = await makeQueue(cloud, "subscribed", { service: "sns.amazonaws.com" });
    await cloud.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
    await allowRole(cloud, [readStream, { Effect: "Allow", Action: "sns:Publish", Resource: TopicArn! }]);
    await makePipe(cloud, { MaximumRetryAttempts: 0, DeadLetterConfig: { Arn: TopicArn } });
    stream.write(1);
    await cloud.clock.settle();

    const [message] = await messagesIn(cloud, "subscribed");
    expect(JSON.parse(JSON.parse(message!.Body!).Message)).toMatchObject({
      context: { condition: "RetryAttemptsExhausted" },
    });
  });

  test("is sent again while its queue fails", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 0, DeadLetterConfig });
    cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage", pipe: "outbox", next: 3 });
    writePoison(1);
    await cloud.clock.settle();

    expect(await deadLetters(cloud)).toHaveLength(1);
  });

  test("is lost if its queue refuses it, and the pipe tells so (assumption: AWS does not say what it does)", async () => {
    await makePipe(cloud, { MaximumRetryAttempts: 0, DeadLetterConfig });
    await allowRole(cloud, [readStream, putOnBus]);
    writePoison(1);
    stream.write(2);
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([2]);
    expect(await stateReason()).toMatch(/^Error occurred while sending message to SQS queue: .*dead-letters/);
  });
});

describe("a source that refuses the pipe", () => {
  test("is told in StateReason until it accepts the pipe again, and no record is skipped", async () => {
    await makePipe(cloud);
    await allowRole(cloud, [putOnBus]);
    stream.write(1);
    await cloud.clock.advance(hour);
    expect(await stateReason()).toMatch(
      /^Cannot access stream .* Please ensure the customer role can perform actions on source stream.*dynamodb:GetRecords/,
    );
    await allowRole(cloud, [readStream, putOnBus]);
    await cloud.clock.settle();

    expect(await stateReason()).toBeUndefined();
    expect(await deliveredOrders(cloud)).toEqual([1]);
  });

  test("for a moment is not told as a missing permission", async () => {
    await makePipe(cloud);
    cloud.faults.add({ kind: "refuse", call: "sts.AssumeRole", next: 3 });
    stream.write(1);
    await cloud.clock.advance(1000);
    expect(await stateReason()).toMatch(/^Stream .* cannot be read at the moment\. \(ServiceUnavailable/);
    await cloud.clock.settle();

    expect(await stateReason()).toBeUndefined();
    expect(await deliveredOrders(cloud)).toEqual([1]);
  });

  test("stops the pipe for good when the stream has ended", async () => {
    await makePipe(cloud);
    stream.write(1);
    stream.closed = true;
    await cloud.clock.settle();

    expect(await deliveredOrders(cloud)).toEqual([1]);
    expect(await pipesOf(cloud).send(new DescribePipeCommand({ Name: "outbox" }))).toMatchObject({
      DesiredState: "RUNNING",
      CurrentState: "STOPPED",
      StateReason: "Stream not found. To resume processing please delete the pipe and create a new one.",
    });
  });
});

test("metrics count executions, their events, and what failed wholly or in part", async () => {
  await makePipe(cloud, { MaximumRetryAttempts: 1 });
  stream.write(1);
  writePoison(2);
  await cloud.clock.settle();

  expect(await sumOf("ExecutionPartiallyFailed"), "the first execution").toBe(1);
  expect(await sumOf("TargetStagePartiallyFailed")).toBe(1);
  expect(await sumOf("ExecutionFailed"), "the retry of the one event").toBe(1);
  expect(await sumOf("TargetStageFailed")).toBe(1);
  expect(await sumOf("EventCount")).toBe(3);
  expect(await sumOf("ExecutionThrottled")).toBe(0);
});
