import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateScheduleGroupCommand, DeleteScheduleCommand } from "@aws-sdk/client-scheduler";
import { CreateTopicCommand, SubscribeCommand } from "@aws-sdk/client-sns";
import { DeleteQueueCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createFunction, startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { bodiesIn, makeQueue, makeRule, messagesIn, queueArn } from "../../eventbridge/test-support.ts";
import { allowRole, hour, makeRole, makeSchedule, minute } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await makeRole(cloud);
  await makeQueue(cloud, "inbox", { open: false });
});
afterEach(() => cloud.close());

const inbox = { Arn: queueArn("inbox") };
const once = { ScheduleExpression: "rate(1 day)" };
const scheduleArn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/tick";

/** Sums of the metrics so far. Default: of the group. */
async function metrics(names: string[], ScheduleGroup: string | undefined = "default") {
  const Dimensions = ScheduleGroup ? [{ Name: "ScheduleGroup", Value: ScheduleGroup }] : [];
  const now = cloud.clock.now();
  const { MetricDataResults } = await cloud.cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 48 * hour),
      EndTime: new Date(now + hour),
      MetricDataQueries: names.map((MetricName, at) => ({
        Id: `m${at}`,
        MetricStat: { Metric: { Namespace: "AWS/Scheduler", MetricName, Dimensions }, Period: 3600, Stat: "Sum" },
      })),
    }),
  );
  return MetricDataResults!.map(({ Values }) => Values!.reduce((sum, value) => sum + value, 0));
}

/** The attributes of the dead letters, and their bodies. */
async function deadLetters() {
  return (await messagesIn(cloud, "dead")).map(({ Body, MessageAttributes = {} }) => ({
    body: Body,
    ...Object.fromEntries(Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue])),
  }));
}

describe("targets", () => {
  const source = `export const handler = async (event) => {
    console.log("event " + JSON.stringify(event));
    if (event.fail) throw new Error("broken");
  };`;

  /** The events that the function has received. */
  async function received(): Promise<unknown[]> {
    const { events } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/expire", filterPattern: '"event {"' }),
    );
    return events!.map(({ message }) => JSON.parse(message!.split("\tevent ")[1]!));
  }

  test("a function is invoked with the input", async () => {
    const Arn = await createFunction(cloud, "expire", source);
    await makeSchedule(cloud, { Arn, Input: '{"limit":10}' }, once);

    await cloud.clock.settle();

    expect(await received()).toEqual([{ limit: 10 }]);
  });

  test("a function without an input receives a scheduled event", async () => {
    const Arn = await createFunction(cloud, "expire", source);
    await makeSchedule(cloud, { Arn }, once);

    await cloud.clock.settle();

    const [event] = await received();
    expect(event).toEqual({
      version: "0",
      id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account: "000000000000",
      time: "2026-01-01T12:00:00Z",
      region: "us-east-1",
      resources: [scheduleArn],
      detail: "{}",
    });
  });

  test("what a function throws is Lambda's to retry, not Scheduler's", async () => {
    const Arn = await createFunction(cloud, "expire", source);
    await makeQueue(cloud, "dead", { open: false });
    await makeSchedule(cloud, { Arn, Input: '{"fail":true}', DeadLetterConfig: { Arn: queueArn("dead") } }, once);

    await cloud.clock.settle();

    expect(await received()).toHaveLength(3);
    expect(await metrics(["InvocationAttemptCount", "TargetErrorCount"])).toEqual([1, 0]);
    expect(await deadLetters()).toEqual([]);
  });

  test("a topic and an event bus", async () => {
    const service = "sns.amazonaws.com";
    await makeQueue(cloud, "news", { service });
    const { TopicArn } = await cloud.sns.send(new CreateTopicCommand({ Name: "ticks" }));
    const Attributes = { RawMessageDelivery: "true" };
    await cloud.sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queueArn("news"), Attributes }));
    const matched = await makeQueue(cloud, "matched");
    await makeRule(cloud, { pattern: { source: ["shop"] }, targets: [{ Id: "q", Arn: matched }] });
    const EventBridgeParameters = { Source: "shop", DetailType: "Tick" };
    const Arn = "arn:aws:events:us-east-1:000000000000:event-bus/default";

    await makeSchedule(cloud, { Arn: TopicArn!, Input: "hello" }, { ...once, Name: "topic" });
    await makeSchedule(cloud, { Arn, EventBridgeParameters, Input: '{"n":1}' }, { ...once, Name: "bus" });
    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "news")).toEqual(["hello"]);
    expect(JSON.parse((await bodiesIn(cloud, "matched"))[0]!)).toMatchObject({
      source: "shop",
      "detail-type": "Tick",
      detail: { n: 1 },
    });
  });
});

test("context attributes are filled in for each attempt", async () => {
  const Input =
    "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id> <aws.scheduler.attempt-number>";
  cloud.faults.add({ kind: "lose-answer", call: "sqs.SendMessage", next: 1 });
  await makeSchedule(cloud, { ...inbox, Input }, once);

  await cloud.clock.settle();

  const [first, second] = (await bodiesIn(cloud, "inbox")).map((body) => body.split(" "));
  expect(first).toEqual([scheduleArn, "2026-01-01T12:00:00Z", expect.stringMatching(/^[\da-f]{16}$/), "1"]);
  expect(second).toEqual([scheduleArn, "2026-01-01T12:00:00Z", expect.stringMatching(/^[\da-f]{16}$/), "2"]);
  expect(second![2]).not.toBe(first![2]);
});

describe("permissions at each invocation", () => {
  test("a role that loses its permission fails at once, and the dead letter says so", async () => {
    await makeQueue(cloud, "dead", { open: false });
    const Arn = "arn:aws:lambda:us-east-1:000000000000:function:expire";
    await createFunction(cloud, "expire", "export const handler = () => {};");
    await makeSchedule(cloud, { Arn, Input: "{}", DeadLetterConfig: { Arn: queueArn("dead") } });
    await cloud.clock.settle();
    expect(await metrics(["InvocationAttemptCount", "TargetErrorCount"])).toEqual([1, 0]);

    await allowRole(cloud, ["sqs:SendMessage"]);
    await cloud.clock.advance(minute);

    expect(await deadLetters()).toEqual([
      {
        body: "{}",
        ERROR_CODE: "AccessDeniedException",
        ERROR_MESSAGE: expect.stringMatching(
          /^User: arn:aws:sts::000000000000:assumed-role\/scheduler\/[\da-f]{32} is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:000000000000:function:expire because no identity-based policy allows/,
        ),
        EXECUTION_ID: expect.stringMatching(/^[\da-f]{16}$/),
        IS_PAYLOAD_TRUNCATED: "false",
        RETRY_ATTEMPTS: "0",
        SCHEDULED_TIME: "2026-01-01T12:01:00Z",
        SCHEDULE_ARN: scheduleArn,
        TARGET_ARN: Arn,
      },
    ]);
  });

  test("a role that no longer trusts Scheduler is not assumed", async () => {
    await makeSchedule(cloud, inbox);
    await cloud.clock.settle();
    await bodiesIn(cloud, "inbox");

    await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "scheduler", PolicyName: "permissions" }));
    await cloud.iam.send(new DeleteRoleCommand({ RoleName: "scheduler" }));
    await makeRole(cloud, { service: "lambda.amazonaws.com" });
    await cloud.clock.advance(minute);

    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
    expect(await metrics(["InvocationAttemptCount", "InvocationDroppedCount", "TargetErrorCount"])).toEqual([2, 1, 0]);
  });
});

describe("retries", () => {
  test("a throttled target is retried until it accepts", async () => {
    cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage", next: 3 });
    await makeSchedule(cloud, { ...inbox, Input: "<aws.scheduler.attempt-number>" }, once);

    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "inbox")).toEqual(["4"]);
    expect(
      await metrics([
        "InvocationAttemptCount",
        "TargetErrorCount",
        "TargetErrorThrottledCount",
        "InvocationDroppedCount",
      ]),
    ).toEqual([4, 3, 3, 0]);
  });

  test("the number of retries is limited by the retry policy", async () => {
    await makeQueue(cloud, "dead", { open: false });
    cloud.faults.add({
      kind: "refuse",
      call: "sqs.SendMessage",
      code: "InternalError",
      message: "no",
      status: 500,
      next: 3,
    });
    const RetryPolicy = { MaximumRetryAttempts: 2 };
    await makeSchedule(cloud, { ...inbox, RetryPolicy, DeadLetterConfig: { Arn: queueArn("dead") } }, once);

    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
    expect(await deadLetters()).toMatchObject([
      {
        ERROR_CODE: "InternalError",
        ERROR_MESSAGE: "no",
        EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
        RETRY_ATTEMPTS: "2",
      },
    ]);
    expect(await metrics(["InvocationDroppedCount", "InvocationsSentToDeadLetterCount"])).toEqual([1, 1]);
  });

  test("and by the age", async () => {
    await makeQueue(cloud, "dead", { open: false });
    cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
    const target = { ...inbox, RetryPolicy: { MaximumEventAgeInSeconds: 3600 } };
    await makeSchedule(cloud, { ...target, DeadLetterConfig: { Arn: queueArn("dead") } }, once);
    await cloud.clock.advance(hour - 1);
    expect(await metrics(["InvocationDroppedCount"])).toEqual([0]);

    cloud.faults.clear();
    await cloud.clock.advance(1);

    expect(await metrics(["InvocationDroppedCount"])).toEqual([1]);
    expect(await bodiesIn(cloud, "inbox")).toEqual([]);
    expect(await deadLetters()).toMatchObject([{ EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds" }]);
  });

  test("by default they go on for about a day, and 185 retries at most", async () => {
    cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
    await makeSchedule(cloud, inbox, { ScheduleExpression: "at(2026-01-01T12:00:00)" });

    await cloud.clock.advance(20 * hour);
    expect(await metrics(["InvocationDroppedCount"])).toEqual([0]);
    await cloud.clock.advance(4 * hour);
    expect(await metrics(["InvocationDroppedCount"])).toEqual([1]);
    const [attempts] = await metrics(["InvocationAttemptCount"]);
    expect(attempts).toBeGreaterThan(150);
    expect(attempts).toBeLessThanOrEqual(186);
  });

  test("what is in retry goes on when its schedule is deleted", async () => {
    cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage", next: 3 });
    await makeSchedule(cloud, { ...inbox, Input: "late" });
    await cloud.clock.advance(1);

    await cloud.scheduler.send(new DeleteScheduleCommand({ Name: "tick" }));
    await cloud.clock.settle();

    expect(await bodiesIn(cloud, "inbox")).toEqual(["late"]);
  });
});

describe("dead letters", () => {
  test("carry the code that the SDKs give a missing queue", async () => {
    await makeQueue(cloud, "dead", { open: false });
    await cloud.sqs.send(new DeleteQueueCommand({ QueueUrl: `${cloud.endpoint}/000000000000/inbox` }));
    await makeSchedule(cloud, { ...inbox, Input: "hello", DeadLetterConfig: { Arn: queueArn("dead") } }, once);

    await cloud.clock.settle();

    expect(await deadLetters()).toMatchObject([
      { body: "hello", ERROR_CODE: "AWS.SimpleQueueService.NonExistentQueue", TARGET_ARN: queueArn("inbox") },
    ]);
  });

  test("need the role's permission, and a metric says why one is lost", async () => {
    await makeQueue(cloud, "dead", { open: false });
    await cloud.scheduler.send(new CreateScheduleGroupCommand({ Name: "bookings" }));
    await allowRole(cloud, ["sns:Publish"]);
    const target = { ...inbox, DeadLetterConfig: { Arn: queueArn("dead") } };
    await makeSchedule(cloud, target, { ...once, GroupName: "bookings" });

    await cloud.clock.settle();

    const failed = "InvocationsFailedToBeSentToDeadLetterCount";
    const names = ["InvocationsSentToDeadLetterCount", failed, `${failed}_AccessDenied`];
    expect(await metrics(names, "bookings")).toEqual([0, 1, 1]);
    expect(await metrics(names, "")).toEqual([0, 1, 1]);
    expect(await metrics(names, "default")).toEqual([0, 0, 0]);
    expect(await deadLetters()).toEqual([]);
  });

  test("are sent again while their queue throttles them", async () => {
    await makeQueue(cloud, "dead", { open: false });
    const Arn = "arn:aws:lambda:us-east-1:000000000000:function:missing";
    cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage", next: 3 });
    await makeSchedule(cloud, { Arn, DeadLetterConfig: { Arn: queueArn("dead") } }, once);

    await cloud.clock.settle();

    expect(await deadLetters()).toMatchObject([{ ERROR_CODE: "ResourceNotFoundException", RETRY_ATTEMPTS: "0" }]);
    expect(await metrics(["InvocationAttemptCount", "InvocationsSentToDeadLetterCount"])).toEqual([1, 1]);
  });
});
