import { afterEach, beforeEach, expect, test } from "vitest";
import { MemoryStore, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { bodiesIn, makeQueue, queueArn } from "../eventbridge/test-support.ts";
import type { StoredSchedule } from "./stored.ts";
import { hour, makeRole, makeSchedule, minute } from "./test-support.ts";
import { dueTimes } from "./times.ts";

const input = "<aws.scheduler.scheduled-time> <aws.scheduler.attempt-number>";
const inbox = { Arn: queueArn("inbox"), Input: input };
const noon = Date.UTC(2026, 0, 1, 12);

let store: MemoryStore;
let clouds: TestCloud[];
beforeEach(async () => {
  store = new MemoryStore();
  clouds = [];
});
afterEach(async () => {
  for (const cloud of clouds) await cloud.close();
});

/** Starts a cloud at `time` with what the store holds. The one before, which is not closed, stands for a killed one. */
async function start(time = noon): Promise<TestCloud> {
  store.collection("cloud/time").set("last", { account: time, system: 0 });
  const cloud = await startTestCloud({ store });
  clouds.push(cloud);
  return cloud;
}

async function startFirst(): Promise<TestCloud> {
  const cloud = await start();
  await makeRole(cloud);
  await makeQueue(cloud, "inbox", { open: false });
  return cloud;
}

const seen = async (cloud: TestCloud) =>
  (await bodiesIn(cloud, "inbox")).map((body) => body.slice("2026-01-01T".length)).sort();

test("a schedule's next time survives a kill", async () => {
  const killed = await startFirst();
  await makeSchedule(killed, inbox, { ScheduleExpression: "rate(10 minutes)" });
  await killed.clock.advance(12 * minute);
  expect(await seen(killed)).toEqual(["12:00:00Z 1", "12:10:00Z 1"]);

  const cloud = await start(noon + 15 * minute);
  await cloud.clock.settle();
  expect(await seen(cloud)).toEqual([]);

  await cloud.clock.advance(5 * minute);
  expect(await seen(cloud)).toEqual(["12:20:00Z 1"]);
});

test("a pending retry survives a kill", async () => {
  const killed = await startFirst();
  killed.faults.add({ kind: "throttle", call: "sqs.SendMessage" });
  await makeSchedule(killed, inbox, { ScheduleExpression: "rate(1 day)" });
  await killed.clock.advance(2000);
  expect([...killed.account.service("scheduler").pending!()]).toEqual([
    expect.stringMatching(/^scheduled invocation \d+$/),
  ]);
  const attempts = killed.faults.injections().length;

  const cloud = await start(noon + 2000);
  await cloud.clock.settle();

  expect(await seen(cloud)).toEqual([`12:00:00Z ${attempts + 1}`]);
  expect([...cloud.account.service("scheduler").pending!()]).toEqual([]);
});

test("times that pass while no cloud runs are made up for, as far back as the retry policy goes", async () => {
  const killed = await startFirst();
  const RetryPolicy = { MaximumEventAgeInSeconds: 180 };
  await makeSchedule(killed, { ...inbox, RetryPolicy });
  await killed.clock.settle();
  await seen(killed);

  const cloud = await start(noon + hour + 30_000);
  await cloud.clock.settle();

  expect(await seen(cloud)).toEqual(["12:58:00Z 1", "12:59:00Z 1", "13:00:00Z 1"]);
  await cloud.clock.advance(30_000);
  expect(await seen(cloud)).toEqual(["13:01:00Z 1"]);
});

test("the latest missed time is made up for, however late it is", async () => {
  const killed = await startFirst();
  const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
  await makeSchedule(killed, { ...inbox, RetryPolicy }, { ScheduleExpression: "cron(0 13 * * ? *)" });
  await makeSchedule(
    killed,
    { ...inbox, RetryPolicy },
    { Name: "once", ScheduleExpression: "at(2026-01-01T12:30:00)", ActionAfterCompletion: "DELETE" },
  );
  await killed.clock.settle();

  const cloud = await start(noon + 5 * hour);
  await cloud.clock.settle();

  expect(await seen(cloud)).toEqual(["12:30:00Z 1", "13:00:00Z 1"]);
});

test("years of missed times cost no more than one look at the latest", () => {
  const schedule = {
    expression: "cron(0 0 1 * ? *)",
    timezone: "America/New_York",
    countedFrom: 0,
    target: { RetryPolicy: { MaximumEventAgeInSeconds: 60 } },
  } as StoredSchedule;

  const times = dueTimes(schedule, Date.UTC(2020, 0, 1, 5), Date.UTC(2026, 5, 15));

  expect(times).toEqual([Date.UTC(2026, 5, 1, 4)]);
});
