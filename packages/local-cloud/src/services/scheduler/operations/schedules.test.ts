import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { makeQueue, queueArn } from "../../eventbridge/test-support.ts";
import { allowRole, makeRole, makeSchedule, roleArn, scheduleInput } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await makeRole(cloud);
  await makeQueue(cloud, "inbox", { open: false });
});
afterEach(() => cloud.close());

const inbox = { Arn: queueArn("inbox") };
const get = (Name = "tick", GroupName?: string) => cloud.scheduler.send(new GetScheduleCommand({ Name, GroupName }));

test("a schedule is read with AWS's defaults for what its creation left out", async () => {
  const { ScheduleArn } = await makeSchedule(cloud, inbox);

  expect(ScheduleArn).toBe("arn:aws:scheduler:us-east-1:000000000000:schedule/default/tick");
  const { $metadata, ...schedule } = await get();
  expect(schedule).toEqual({
    Arn: ScheduleArn,
    Name: "tick",
    GroupName: "default",
    ScheduleExpression: "rate(1 minute)",
    ScheduleExpressionTimezone: "UTC",
    State: "ENABLED",
    ActionAfterCompletion: "NONE",
    FlexibleTimeWindow: { Mode: "OFF" },
    CreationDate: new Date(cloud.clock.now()),
    LastModificationDate: new Date(cloud.clock.now()),
    Target: {
      ...inbox,
      RoleArn: roleArn,
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
});

test("a schedule is read with everything its creation set", async () => {
  const StartDate = new Date(cloud.clock.now() + 60_000);
  const EndDate = new Date(cloud.clock.now() + 120_000);
  const target = {
    ...inbox,
    Input: "hello",
    DeadLetterConfig: { Arn: queueArn("dead") },
    RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
  };
  const settings = {
    ScheduleExpression: "cron(0 9 ? * MON *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    Description: "Every Monday",
    State: "DISABLED",
    StartDate,
    EndDate,
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
    ActionAfterCompletion: "DELETE",
  } as const;
  await makeSchedule(cloud, target, settings);

  expect(await get()).toMatchObject({ ...settings, Target: target });
});

test("an update sets what it leaves out to its default", async () => {
  await makeSchedule(cloud, inbox, { Description: "Every minute", State: "DISABLED" });
  await cloud.clock.advance(1000);

  await cloud.scheduler.send(
    new UpdateScheduleCommand(scheduleInput(inbox, { ScheduleExpression: "rate(5 minutes)" })),
  );

  const schedule = await get();
  expect(schedule).toMatchObject({ ScheduleExpression: "rate(5 minutes)", State: "ENABLED" });
  expect(schedule.Description).toBeUndefined();
  expect(schedule.LastModificationDate!.getTime() - schedule.CreationDate!.getTime()).toBe(1000);
});

test("a deleted schedule is gone", async () => {
  await makeSchedule(cloud, inbox);

  await cloud.scheduler.send(new DeleteScheduleCommand({ Name: "tick" }));

  const missing = {
    name: "ResourceNotFoundException",
    message: "Schedule tick does not exist.",
    $metadata: { httpStatusCode: 404 },
  };
  await expect(get()).rejects.toMatchObject(missing);
  await expect(cloud.scheduler.send(new DeleteScheduleCommand({ Name: "tick" }))).rejects.toMatchObject(missing);
  await expect(cloud.scheduler.send(new UpdateScheduleCommand(scheduleInput(inbox)))).rejects.toMatchObject(missing);
});

test("a second schedule of the same name is a conflict, and the same call again is none", async () => {
  await makeSchedule(cloud, inbox, { ClientToken: "one" });

  await expect(makeSchedule(cloud, inbox)).rejects.toMatchObject({
    name: "ConflictException",
    message: "Schedule tick already exists.",
    $metadata: { httpStatusCode: 409 },
  });
  await expect(makeSchedule(cloud, inbox, { ClientToken: "one" })).resolves.toBeDefined();
});

test("schedules are listed by name, by state and page by page", async () => {
  for (const Name of ["b-2", "a", "b-1"]) await makeSchedule(cloud, inbox, { Name });
  await makeSchedule(cloud, inbox, { Name: "b-3", State: "DISABLED" });
  const list = async (input = {}) => {
    const { Schedules, NextToken } = await cloud.scheduler.send(new ListSchedulesCommand(input));
    return { names: Schedules!.map(({ Name }) => Name), NextToken };
  };

  const first = await list({ MaxResults: 3 });
  const second = await list({ MaxResults: 3, NextToken: first.NextToken });

  expect([first.names, second.names]).toEqual([["a", "b-1", "b-2"], ["b-3"]]);
  expect(second.NextToken).toBeUndefined();
  expect((await list({ NamePrefix: "b" })).names).toEqual(["b-1", "b-2", "b-3"]);
  expect((await list({ State: "DISABLED", GroupName: "default" })).names).toEqual(["b-3"]);
  await expect(list({ GroupName: "nobody" })).rejects.toThrow("Schedule group nobody does not exist.");
  await expect(list({ MaxResults: 101 })).rejects.toThrow("less than or equal to 100");
});

describe("refusals of CreateSchedule", () => {
  const busArn = "arn:aws:events:us-east-1:000000000000:event-bus/default";
  const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:expire";

  test.each([
    ["a group that does not exist", inbox, { GroupName: "nobody" }, "Schedule group nobody does not exist."],
    ["a name with a slash", inbox, { Name: "a b" }, "'name' failed to satisfy constraint: Member must satisfy regular"],
    [
      "an invalid expression",
      inbox,
      { ScheduleExpression: "rate(1 week)" },
      "Invalid Schedule Expression rate(1 week).",
    ],
    ["an unknown time zone", inbox, { ScheduleExpressionTimezone: "Mars/Base" }, "Invalid ScheduleExpressionTimezone"],
    ["a time zone that is an offset", inbox, { ScheduleExpressionTimezone: "+01:00" }, "Invalid ScheduleExpressionTim"],
    ["FLEXIBLE without a window", inbox, { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, "needs MaximumWindowInMinutes"],
    ["OFF with a window", inbox, { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } }, "must not have"],
    ["a window of two days", inbox, { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 2880 } }, "1440"],
    ["a start six minutes ago", inbox, { StartDate: new Date("2026-01-01T11:54:00Z") }, "earlier than 5 minutes ago"],
    [
      "an end before the start",
      inbox,
      { StartDate: new Date("2026-01-02"), EndDate: new Date("2026-01-01") },
      "StartDate you specify must come before the EndDate",
    ],
    ["a customer managed key", inbox, { KmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/k" }, "KmsKeyArn"],
    ["a retry policy of 30 seconds", { ...inbox, RetryPolicy: { MaximumEventAgeInSeconds: 30 } }, {}, "equal to 60"],
    ["186 retries", { ...inbox, RetryPolicy: { MaximumRetryAttempts: 186 } }, {}, "less than or equal to 185"],
    [
      "a FIFO dead-letter queue",
      { ...inbox, DeadLetterConfig: { Arn: queueArn("dead.fifo") } },
      {},
      "deadLetterConfig",
    ],
    ["a role that is no role", { ...inbox, RoleArn: "scheduler" }, {}, "'target.roleArn' failed to satisfy"],
    ["a target that is no ARN", { Arn: "inbox" }, {}, "Provided Arn is not in correct format: inbox."],
    [
      "a universal target",
      { Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage" },
      {},
      "does not emulate universal targets",
    ],
    [
      "a state machine",
      { Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:saga" },
      {},
      "does not emulate targets such as arn:aws:states",
    ],
    ["an API destination", { Arn: "arn:aws:events:us-east-1:000000000000:api-destination/x" }, {}, "does not emulate"],
    ["parameters of Kinesis", { ...inbox, KinesisParameters: { PartitionKey: "k" } }, {}, "KinesisParameters"],
    ["a bus without parameters", { Arn: busArn }, {}, "EventBridgeParameters are required"],
    [
      "a source of AWS's",
      { Arn: busArn, EventBridgeParameters: { Source: "aws.shop", DetailType: "Tick" } },
      {},
      "'target.eventBridgeParameters.source' failed to satisfy",
    ],
    [
      "a queue's parameters for a function",
      { Arn: functionArn, SqsParameters: {} },
      {},
      "SqsParameters can be set only",
    ],
    ["a function's input that is no JSON", { Arn: functionArn, Input: "hello" }, {}, "Input must be well-formed JSON"],
    [
      "a bus's input that is no object",
      { Arn: busArn, EventBridgeParameters: { Source: "shop", DetailType: "Tick" }, Input: '"hello"' },
      {},
      "Input must be a JSON object",
    ],
  ] as const)("%s", async (_, target, changes, message) => {
    await expect(makeSchedule(cloud, target, changes as object)).rejects.toThrow(message);
  });

  test("a role that Scheduler may not assume", async () => {
    const RoleArn = await makeRole(cloud, { name: "for-lambda", service: "lambda.amazonaws.com" });
    const error = {
      name: "ValidationException",
      message: "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    };

    await expect(makeSchedule(cloud, { ...inbox, RoleArn })).rejects.toMatchObject(error);
    await expect(makeSchedule(cloud, { ...inbox, RoleArn: `${roleArn}-missing` })).rejects.toMatchObject(error);
  });

  test("a trust policy for one schedule, since the source is the schedule's group", async () => {
    const source = (resource: string) => ({
      ArnLike: { "aws:SourceArn": `arn:aws:scheduler:us-east-1:000000000000:${resource}` },
    });
    const ofSchedule = await makeRole(cloud, { name: "schedule", condition: source("schedule/default/tick") });
    const ofGroup = await makeRole(cloud, { name: "group", condition: source("schedule-group/default") });

    await expect(makeSchedule(cloud, { ...inbox, RoleArn: ofSchedule })).rejects.toThrow("The execution role");
    await expect(makeSchedule(cloud, { ...inbox, RoleArn: ofGroup })).resolves.toBeDefined();
  });

  test("a caller who may not create it, and one who may not pass the role", async () => {
    const session = { kind: "role", accountId: "000000000000", roleName: "dev", sessionName: "me" } as const;
    await makeRole(cloud, { name: "dev", allow: ["iam:GetRole"] });
    const client = cloud.clientFor(SchedulerClient, cloud.account.credentialsFor(session));
    const create = () => client.send(new CreateScheduleCommand(scheduleInput(inbox)));

    await expect(create()).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        "is not authorized to perform: scheduler:CreateSchedule on resource: arn:aws:scheduler:us-east-1:000000000000:schedule/default/tick",
      ),
      $metadata: { httpStatusCode: 403 },
    });
    await allowRole(cloud, ["scheduler:*"], "dev");
    await expect(create()).rejects.toThrow(`perform: iam:PassRole on resource: ${roleArn}`);
    await allowRole(cloud, ["scheduler:*", "iam:PassRole"], "dev");
    await expect(create()).resolves.toBeDefined();
  });
});
