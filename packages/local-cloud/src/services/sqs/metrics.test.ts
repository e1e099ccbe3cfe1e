import { DescribeAlarmsCommand, GetMetricStatisticsCommand, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import { DeleteMessageCommand, DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MemoryStore } from "../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createQueue, queueArn, receive, send } from "./test-support.ts";

/** Follows "Available CloudWatch metrics for Amazon SQS". */

const minute = 60_000;
const visible = "ApproximateNumberOfMessagesVisible";
const age = "ApproximateAgeOfOldestMessage";

let store: MemoryStore;
let cloud: TestCloud;
beforeEach(async () => {
  store = new MemoryStore();
  cloud = await startTestCloud({ store });
});
afterEach(() => cloud.close());

/** The maximum of each minute so far, oldest first. */
async function byMinute(MetricName: string, queue = "inbox"): Promise<Array<number | undefined>> {
  const { Datapoints } = await cloud.cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: "AWS/SQS",
      MetricName,
      Dimensions: [{ Name: "QueueName", Value: queue }],
      StartTime: new Date(cloud.clock.now() - 12 * 60 * minute),
      EndTime: new Date(cloud.clock.now() + minute),
      Period: 60,
      Statistics: ["Maximum"],
    }),
  );
  const sorted = Datapoints!.sort((one, other) => one.Timestamp!.getTime() - other.Timestamp!.getTime());
  return sorted.map(({ Maximum }) => Maximum);
}

async function putAlarm(MetricName: string, Threshold: number, Period = 60): Promise<void> {
  await cloud.cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "queue",
      Namespace: "AWS/SQS",
      MetricName,
      Dimensions: [{ Name: "QueueName", Value: "inbox" }],
      Statistic: "Maximum",
      Period,
      EvaluationPeriods: 1,
      Threshold,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    }),
  );
}

async function alarmState(): Promise<string | undefined> {
  return (await cloud.cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms![0]!.StateValue;
}

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
  expect(valuesOf(visible)).toEqual([0, 1, 0, 0]);
  expect(valuesOf("ApproximateNumberOfMessagesNotVisible")).toEqual([0, 0, 1, 0]);
  expect(valuesOf(age)).toEqual([0, 0]);
});

describe("the age of the oldest message", () => {
  test("grows while nobody receives the message, and ends with it", async () => {
    const url = await createQueue(cloud, "inbox");
    await send(cloud, url, "a");
    await cloud.clock.advance(3 * minute);
    const [message] = await receive(cloud, url);
    await cloud.sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    await cloud.clock.advance(3 * minute);

    expect(await byMinute(age)).toEqual([0, 60, 120, 0]);
  });

  test("is that of the next message once the oldest one was received three times", async () => {
    const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "1" });
    await send(cloud, url, "poison");
    await cloud.clock.advance(10 * minute);
    await send(cloud, url, "next");
    for (let time = 0; time < 3; time++) {
      await receive(cloud, url);
      await cloud.clock.advance(1000);
    }
    await cloud.clock.advance(minute);

    const [last = 0] = (await byMinute(age)).slice(-1);
    expect(last).toBeGreaterThanOrEqual(60);
    expect(last, "not eleven minutes").toBeLessThan(120);
  });

  test("counts from the move in a dead-letter queue", async () => {
    await createQueue(cloud, "dead");
    const policy = JSON.stringify({ deadLetterTargetArn: queueArn("dead"), maxReceiveCount: 1 });
    const url = await createQueue(cloud, "inbox", { RedrivePolicy: policy, VisibilityTimeout: "1" });
    await send(cloud, url, "a");
    await cloud.clock.advance(10 * minute);
    for (let time = 0; time < 2; time++) {
      await receive(cloud, url);
      await cloud.clock.advance(1000);
    }
    await cloud.clock.advance(2 * minute);

    expect((await byMinute(age, "dead")).at(-1)).toBe(120);
  });

  test("is not reported for an empty queue", async () => {
    await createQueue(cloud, "inbox");
    await cloud.clock.advance(minute);

    expect(await byMinute(age)).toEqual([]);
    expect(await byMinute(visible)).toEqual([0, 0]);
  });

  test("rings an alarm when nobody calls, and only as long as it takes", async () => {
    const url = await createQueue(cloud, "inbox");
    await putAlarm(age, 900);
    await send(cloud, url, "a");
    await cloud.clock.advance(15 * minute);
    expect(await alarmState()).toBe("OK");
    await cloud.clock.advance(2 * minute);
    expect(await alarmState()).toBe("ALARM");

    const before = cloud.clock.now();
    await cloud.clock.settle();
    expect(cloud.clock.now() - before, "the clock does not run on").toBeLessThan(10 * minute);
    expect(await alarmState()).toBe("ALARM");
  });

  test("rings an alarm on a longer period, too", async () => {
    const url = await createQueue(cloud, "inbox");
    await putAlarm(age, 900, 300);
    await send(cloud, url, "a");

    await cloud.clock.settle();

    expect(await alarmState()).toBe("ALARM");
  });

  test("goes on after a restart", async () => {
    const url = await createQueue(cloud, "inbox");
    await putAlarm(age, 900);
    await send(cloud, url, "a");
    await cloud.clock.advance(10 * minute);
    const now = cloud.clock.now();
    await cloud.close();

    cloud = await startTestCloud({ store });
    await cloud.clock.advance(now - cloud.clock.now() + 10 * minute);

    expect(await alarmState()).toBe("ALARM");
  });
});

describe("the number of visible messages", () => {
  test("counts a message again once its visibility timeout is over, without a call", async () => {
    const url = await createQueue(cloud, "inbox", { VisibilityTimeout: "120" });
    await putAlarm(visible, 0);
    await send(cloud, url, "a");
    await cloud.clock.advance(minute);
    await receive(cloud, url);
    await cloud.clock.advance(2 * minute);
    expect(await alarmState()).toBe("OK");
    await cloud.clock.advance(2 * minute);

    expect(await alarmState()).toBe("ALARM");
    expect(await byMinute(visible)).toEqual([1, 0, 0, 1, 1, 1]);
  });

  test("counts a delayed message when its delay is over, and no message after its retention", async () => {
    const url = await createQueue(cloud, "inbox", { MessageRetentionPeriod: "240" });
    await send(cloud, url, "a", { DelaySeconds: 120 });
    await cloud.clock.advance(6 * minute);

    expect(await byMinute(visible)).toEqual([0, 0, 1, 1, 0, 0, 0]);
    expect(await byMinute("ApproximateNumberOfMessagesDelayed")).toEqual([1, 1, 0, 0, 0, 0, 0]);
  });

  test("ends with the queue", async () => {
    const url = await createQueue(cloud, "inbox");
    await send(cloud, url, "a");
    await cloud.clock.advance(minute);
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
    await cloud.clock.advance(3 * minute);

    expect(await byMinute(visible)).toEqual([1, 0]);
  });
});
