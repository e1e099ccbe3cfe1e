import type { Account } from "../../core/account.ts";
import { type Work, WorkQueue } from "../../core/work-queue.ts";
import { type Collections, scheduleKey } from "./collections.ts";
import { firstTime, nextTime } from "./expressions/expression.ts";
import type { Invocations } from "./invocations/invocations.ts";
import { maximumAgeMs } from "./invocations/retry-policy.ts";
import type { StoredSchedule } from "./stored.ts";

/** Starts an invocation at each time of each enabled schedule. The next times are in the store. */
export class Times {
  readonly #account: Account;
  readonly #state: Collections;
  readonly #invocations: Invocations;
  readonly queue: WorkQueue<Work>;

  constructor(account: Account, state: Collections, invocations: Invocations) {
    this.#account = account;
    this.#state = state;
    this.#invocations = invocations;
    this.queue = new WorkQueue({
      account,
      items: state.nextTimes,
      run: (key, { dueAt }) => this.#come(key, dueAt),
      kindOf: () => "appointment",
    });
  }

  /** Sets the next time of a schedule that is new or has changed, or none if it is disabled or over. */
  set(schedule: StoredSchedule): void {
    const { state, lastTime } = schedule;
    const now = this.#account.clock.now();
    const next = lastTime === undefined ? firstTime(schedule, now) : nextTime(schedule, Math.max(now, lastTime + 1));
    this.#wait(scheduleKey(schedule), state === "ENABLED" ? next : undefined);
  }

  remove(key: string): void {
    this.queue.remove(key);
  }

  #come(key: string, dueAt: number): void {
    const schedule = this.#state.schedules.get(key);
    if (!schedule) return this.queue.remove(key);
    // A timer may be early by a rounded millisecond.
    const lastTime = Math.max(dueAt, this.#account.clock.now());
    for (const time of dueTimes(schedule, dueAt, lastTime)) this.#invocations.add(schedule, time);
    this.#state.schedules.set(key, { ...schedule, lastTime });
    this.#wait(key, nextTime(schedule, lastTime + 1));
  }

  #wait(key: string, next: number | undefined): void {
    if (next === undefined) this.queue.remove(key);
    else this.queue.schedule(key, { dueAt: next });
  }
}

/**
 * The times from `first`, which is one, to `last`. There are several if this machine slept, or no cloud ran. AWS never
 * stops, and delivers each time at least once. Late times are made up for as AWS makes up for failed attempts: those that
 * are not older than the retry policy's maximum age are invoked. The latest one always is.
 */
export function dueTimes(schedule: StoredSchedule, first: number, last: number): number[] {
  const ageMs = maximumAgeMs(schedule.target.RetryPolicy);
  for (let spanMs = ageMs; ; spanMs *= 2) {
    const times = timesBetween(schedule, Math.max(first, last - spanMs), last);
    if (times.length > 0) return spanMs === ageMs ? times : times.slice(-1);
    if (last - spanMs <= first) return [first];
  }
}

function timesBetween(schedule: StoredSchedule, from: number, to: number): number[] {
  const times: number[] = [];
  for (let time = nextTime(schedule, from); time !== undefined && time <= to; time = nextTime(schedule, time + 1))
    times.push(time);
  return times;
}
