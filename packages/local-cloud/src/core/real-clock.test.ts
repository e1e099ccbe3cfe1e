import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Activity } from "./activity.ts";
import { RealClock } from "./real-clock.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a minute passes in a second at a scale of 60", () => {
  const clock = new RealClock(new Activity(), 60);
  const task = vi.fn();
  clock.after(60_000, task);

  vi.advanceTimersByTime(999);
  expect(task).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);

  expect(task).toHaveBeenCalledOnce();
  expect(clock.now()).toBe(61_000);
});

test("a new speed applies from now on, and to waiting timers", () => {
  const clock = new RealClock(new Activity());
  const task = vi.fn();
  clock.after(61_000, task);

  vi.advanceTimersByTime(1000);
  clock.scale = 60;
  vi.advanceTimersByTime(1000);
  expect(task).toHaveBeenCalledOnce();
  clock.scale = 1;
  vi.advanceTimersByTime(500);

  expect(clock.now(), "never goes back").toBe(1000 + 1000 + 60_000 + 500);
});

test("a change of speed runs no cancelled task, and none twice", () => {
  const clock = new RealClock(new Activity());
  const [cancelled, done] = [vi.fn(), vi.fn()];
  clock.after(10, cancelled).cancel();
  clock.after(5, done);
  vi.advanceTimersByTime(5);

  clock.scale = 100;
  vi.advanceTimersByTime(100);

  expect(cancelled).not.toHaveBeenCalled();
  expect(done).toHaveBeenCalledOnce();
});

test("refuses a scale of 0 or below", () => {
  const clock = new RealClock(new Activity());

  expect(() => new RealClock(new Activity(), 0)).toThrow(RangeError);
  expect(() => {
    clock.scale = -1;
  }).toThrow(RangeError);
});

test("reports an error in a task on stderr", async () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const clock = new RealClock(new Activity());
  clock.after(1000, () => Promise.reject(new Error("out of seats")));

  await vi.advanceTimersByTimeAsync(1000);

  expect(written).toHaveBeenCalledWith(expect.stringContaining("out of seats"));
  written.mockRestore();
});
