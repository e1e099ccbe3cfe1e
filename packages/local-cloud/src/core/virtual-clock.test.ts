import { expect, test } from "vitest";
import { Activity } from "./activity.ts";
import type { TimerKind } from "./clock.ts";
import { VirtualClock } from "./virtual-clock.ts";

const minute = 60_000;

function setUp() {
  const activity = new Activity();
  const clock = new VirtualClock(activity, 0);
  const log: string[] = [];
  const note = (what: string) => void log.push(`${what} at ${clock.now() / minute}`);
  const after = (minutes: number, what: string, kind?: TimerKind) =>
    clock.after(minutes * minute, () => note(what), kind);
  const every = (minutes: number, what: string, task = () => {}): void => {
    const next = () => {
      note(what);
      task();
      every(minutes, what, task);
    };
    clock.after(minutes * minute, next, "appointment");
  };
  return { clock, log, note, after, every };
}

test("settling runs the work that is due within the horizon, at its own time", async () => {
  const { clock, log, after } = setUp();
  after(2, "retry");
  after(1, "delivery");
  after(30, "later");

  await clock.settle(10 * minute);

  expect(log).toEqual(["delivery at 1", "retry at 2"]);
});

test("settling does not wait for appointments, and advancing reaches them", async () => {
  const { clock, log, every } = setUp();
  every(1, "tick");

  await clock.settle();

  expect(log).toEqual([]);
  expect(clock.now()).toBe(0);
  await clock.advance(3 * minute);
  expect(log).toEqual(["tick at 1", "tick at 2", "tick at 3"]);
});

test("appointments come when settling passes them on its way to work", async () => {
  const { clock, log, after, every } = setUp();
  every(2, "tick");
  after(5, "retry");

  await clock.settle();

  expect(log).toEqual(["tick at 2", "tick at 4", "retry at 5"]);
});

test("settling leaves what appointments start on its way; the next settling runs it", async () => {
  const { clock, log, after, every } = setUp();
  every(2, "tick", () => void after(3, "retry of the tick"));
  after(3, "retry");

  await clock.settle();

  expect(log).toEqual(["tick at 2", "retry at 3"]);
  await clock.settle();
  expect(log.slice(2)).toEqual(["tick at 4", "retry of the tick at 5"]);
});

test("settling runs what an appointment started while time was advanced", async () => {
  const { clock, log, after, every } = setUp();
  every(10, "tick", () => void after(3, "retry of the tick"));

  await clock.advance(10 * minute);
  await clock.settle();

  expect(log).toEqual(["tick at 10", "retry of the tick at 13"]);
});

test("settling waits for alarms unless an appointment is due", async () => {
  const alone = setUp();
  alone.after(1, "alarm", "observation");
  const beside = setUp();
  beside.after(1, "alarm", "observation");
  beside.every(1, "tick");

  await alone.clock.settle();
  await beside.clock.settle();

  expect(alone.log).toEqual(["alarm at 1"]);
  expect(beside.log).toEqual([]);
});

test("goes on while a task waits for time to pass itself", async () => {
  const activity = new Activity();
  const clock = new VirtualClock(activity);
  const done: number[] = [];
  const sleep = (ms: number) => activity.waiting(new Promise<void>((resolve) => clock.after(ms, resolve)));
  const start = clock.now();
  clock.after(1000, async () => {
    await sleep(2000);
    done.push(clock.now() - start);
  });

  await clock.settle();

  expect(done).toEqual([3000]);
});
