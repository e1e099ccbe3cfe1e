import { expect, test } from "vitest";
import { Activity } from "../core/activity.ts";
import type { Clock } from "../core/clock.ts";
import { MemoryStore } from "../core/memory-store.ts";
import { RealClock } from "../core/real-clock.ts";
import { continuedTime, saveTime } from "./saved-time.ts";

const start = Date.UTC(2026, 0, 1);

test("after a kill, a scaled clock continues no earlier than it can have been, and loses its scale", () => {
  const { store, at } = savedAtScale(60);

  expect(continuedTime(store, at(5000)), "killed just before the next time was saved").toBeGreaterThanOrEqual(
    start + 5000 * 60,
  );
  expect(continuedTime(store, at(3_600_000))! - continuedTime(store, at(1_800_000))!).toBe(1_800_000);
});

test("after a proper end, it continues with the system time that has passed", () => {
  const { store, at, saver } = savedAtScale(60);
  saver.stop();

  expect(continuedTime(store, at(7000))! - continuedTime(store, at(0))!).toBe(7000);
});

function savedAtScale(scale: number) {
  const store = new MemoryStore();
  const clock = new RealClock(new Activity(), scale, start);
  const at = (ms: number): Clock => ({ now: () => start + ms, after: () => ({ cancel: () => {} }) });
  const saver = saveTime(store, clock, at(0));
  saver.save();
  return { store, at, saver };
}
