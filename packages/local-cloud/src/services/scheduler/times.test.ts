import { DeleteScheduleCommand, GetScheduleCommand, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { bodiesIn, makeQueue, messagesIn, queueArn } from "../eventbridge/test-support.ts";
import { hour, makeRole, makeSchedule, minute, scheduleInput } from "./test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud(); // at noon
  await makeRole(cloud);
  await makeQueue(cloud, "inbox", { open: false });
});
afterEach(() => cloud.close());

const inbox = { Arn: queueArn("inbox"), Input: "<aws.scheduler.scheduled-time>" };
const seconds = (time: string) => time.slice("2026-01-01T".length, -1);
const seen = async () => (await bodiesIn(cloud, "inbox")).map(seconds).sort();
const update = (changes: Parameters<typeof scheduleInput>[1]) =>
  cloud.scheduler.send(new UpdateScheduleCommand(scheduleInput(inbox, changes)));
const get = () => cloud.scheduler.send(new GetScheduleCommand({ Name: "tick" }));

describe("rates", () => {
  test("a rate starts at once, and comes as time passes", async () => {
    await makeSchedule(cloud, inbox);

    await cloud.clock.settle();
    expect(await seen()).toEqual(["12:00:00"]);
    await cloud.clock.advance(2 * minute);
    expect(await seen()).toEqual(["12:01:00", "12:02:00"]);
  });

  test("a schedule that repeats does not keep a test from settling", async () => {
    await makeSchedule(cloud, inbox);

    const before = cloud.clock.now();
    await cloud.clock.settle();

    expect(cloud.clock.now()).toBe(before);
  });

  test("a rate with a start is counted from there, and ends at its end", async () => {
    const at = (time: string) => new Date(`2026-01-01T${time}Z`);
    await makeSchedule(cloud, inbox, {
      ScheduleExpression: "rate(10 minutes)",
      StartDate: at("12:05:30"),
      EndDate: at("12:25:30"),
    });

    await cloud.clock.advance(hour);

    expect(await seen()).toEqual(["12:05:30", "12:15:30", "12:25:30"]);
  });

  test("an update of anything but the timing leaves a rate's rhythm", async () => {
    await makeSchedule(cloud, inbox, { ScheduleExpression: "rate(10 minutes)" });
    await cloud.clock.advance(5 * minute);

    await update({ ScheduleExpression: "rate(10 minutes)", Description: "changed" });

    await cloud.clock.advance(15 * minute);
    expect(await seen()).toEqual(["12:00:00", "12:10:00", "12:20:00"]);
  });

  test("a new expression starts at once", async () => {
    await makeSchedule(cloud, inbox, { ScheduleExpression: "rate(10 minutes)" });
    await cloud.clock.advance(5 * minute);

    await update({ ScheduleExpression: "rate(2 minutes)" });

    await cloud.clock.advance(3 * minute);
    expect(await seen()).toEqual(["12:00:00", "12:05:00", "12:07:00"]);
  });

  test("a disabled schedule does not run; enabled, it starts at once", async () => {
    await makeSchedule(cloud, inbox, { State: "DISABLED" });
    await cloud.clock.advance(90_000);
    expect(await seen()).toEqual([]);

    await update({ State: "ENABLED" });
    await cloud.clock.advance(minute);
    expect(await seen()).toEqual(["12:01:30", "12:02:30"]);

    await update({ State: "DISABLED" });
    await cloud.clock.advance(hour);
    expect(await seen()).toEqual([]);
  });

  test("a deleted schedule does not run, nor does its successor run twice", async () => {
    await makeSchedule(cloud, inbox);
    await cloud.scheduler.send(new DeleteScheduleCommand({ Name: "tick" }));
    await cloud.clock.advance(30_000);
    await makeSchedule(cloud, inbox);

    await cloud.clock.advance(minute);

    expect(await seen()).toEqual(["12:00:00", "12:00:30", "12:01:30"]);
  });
});

test("a cron schedule runs at its times, in its time zone", async () => {
  await makeSchedule(cloud, inbox, {
    ScheduleExpression: "cron(30 14-15 * * ? *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
  });

  await cloud.clock.advance(24 * hour);

  expect(await seen()).toEqual(["13:30:00", "14:30:00"]);
});

describe("one-time schedules", () => {
  const at = (time: string) => ({ ScheduleExpression: `at(2026-01-01T${time})` });

  test("run once", async () => {
    await makeSchedule(cloud, inbox, at("12:10:15"));

    await cloud.clock.settle();
    expect(await seen()).toEqual([]);
    await cloud.clock.advance(24 * hour);
    expect(await seen()).toEqual(["12:10:15"]);
    await update({ ...at("12:10:15"), Description: "changed" });
    await cloud.clock.advance(hour);
    expect(await seen()).toEqual([]);
  });

  test("run at once if their time is over", async () => {
    await makeSchedule(cloud, inbox, at("11:00:00"));

    await cloud.clock.settle();

    expect(await seen()).toEqual(["11:00:00"]);
  });

  test("stay after their time, or are deleted if they say so", async () => {
    await makeSchedule(cloud, inbox, at("12:10:00"));
    await makeSchedule(cloud, inbox, { ...at("12:10:00"), Name: "once", ActionAfterCompletion: "DELETE" });

    await cloud.clock.advance(10 * minute);

    expect(await seen()).toEqual(["12:10:00", "12:10:00"]);
    await expect(get()).resolves.toMatchObject({ State: "ENABLED" });
    await expect(cloud.scheduler.send(new GetScheduleCommand({ Name: "once" }))).rejects.toThrow("does not exist");
  });
});

test("a schedule with an end is deleted after its last invocation, when its retries are over", async () => {
  await makeSchedule(cloud, inbox, {
    EndDate: new Date(cloud.clock.now() + 90_000),
    ActionAfterCompletion: "DELETE",
  });
  cloud.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
  await cloud.clock.advance(2 * minute);
  await expect(get()).resolves.toBeDefined();

  cloud.faults.clear();
  await cloud.clock.advance(hour);

  expect(await seen()).toEqual(["12:00:00", "12:01:00"]);
  await expect(get()).rejects.toThrow("does not exist");
});

describe("flexible time windows", () => {
  const flexible = {
    ScheduleExpression: "rate(1 hour)",
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
  } as const;

  /** How many seconds after its time each of six invocations came. */
  async function delays(seed: number): Promise<number[]> {
    await using other = await startTestCloud({ seed });
    await makeRole(other);
    await makeQueue(other, "inbox", { open: false });
    await makeSchedule(other, inbox, flexible);
    await other.clock.advance(6 * hour - minute);
    const messages = await messagesIn(other, "inbox");
    return messages.map(({ Body, Attributes }) => (Number(Attributes!.SentTimestamp) - Date.parse(Body!)) / 1000);
  }

  test("an invocation comes within the window, at a moment that the seed determines", async () => {
    const first = await delays(1);

    expect(first).toHaveLength(6);
    expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...first)).toBeLessThan(15 * 60);
    expect(new Set(first).size).toBeGreaterThan(1);
    expect(await delays(1)).toEqual(first);
    expect(await delays(2)).not.toEqual(first);
  });

  test("an invocation that waits in its window is not pending", async () => {
    await makeSchedule(cloud, inbox, flexible);

    await cloud.clock.settle();

    expect(await seen()).toEqual([]);
    expect([...cloud.account.service("scheduler").pending!()]).toEqual([]);
    await cloud.clock.advance(15 * minute);
    expect(await seen()).toEqual(["12:00:00"]);
  });
});
