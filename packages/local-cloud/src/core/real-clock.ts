import type { Activity } from "./activity.ts";
import type { Clock, Timer } from "./clock.ts";
import { reportOnStderr } from "./report.ts";

/** 2^31 - 1 ms, about 25 days: setTimeout fires at once for longer times. */
const maxTimeoutMs = 2_147_483_647;

/** System time, or the same sped up: with a `scale` of 60 a minute passes in a second. */
export class RealClock implements Clock {
  readonly #activity: Activity;
  #scale: number;
  /** System time when the scale was set, and this clock's time then. */
  #scaledSince = Date.now();
  #timeThen: number;
  /** Resets each waiting timer. */
  readonly #waiting = new Set<() => void>();

  /** `startAt` is its first time. Default: system time; an account whose time ran ahead continues later than that. */
  constructor(activity: Activity, scale = 1, startAt?: number) {
    refuseBadScale(scale);
    this.#activity = activity;
    this.#scale = scale;
    this.#timeThen = startAt ?? this.#scaledSince;
  }

  get scale(): number {
    return this.#scale;
  }

  /** Changes the speed from now on, for waiting timers too. @throws RangeError unless above 0 */
  set scale(scale: number) {
    refuseBadScale(scale);
    this.#timeThen = this.now();
    this.#scaledSince = Date.now();
    this.#scale = scale;
    for (const reset of this.#waiting) reset();
  }

  now(): number {
    return Math.round(this.#timeThen + (Date.now() - this.#scaledSince) * this.#scale);
  }

  after(delayMs: number, task: () => unknown): Timer {
    let handle: NodeJS.Timeout;
    const dueAt = this.now() + delayMs;
    const arm = () => {
      clearTimeout(handle);
      const waitMs = Math.max(0, (dueAt - this.now()) / this.#scale);
      if (waitMs > maxTimeoutMs) handle = setTimeout(arm, maxTimeoutMs);
      else handle = setTimeout(fire, waitMs);
      // A waiting timer must not keep the process alive.
      handle.unref();
    };
    const fire = () => {
      this.#waiting.delete(arm);
      void this.#activity.track(runTask(task));
    };
    this.#waiting.add(arm);
    arm();
    return {
      cancel: () => {
        this.#waiting.delete(arm);
        clearTimeout(handle);
      },
    };
  }
}

function refuseBadScale(scale: number): void {
  if (!(scale > 0)) throw new RangeError(`The clock's scale must be above 0, but is ${scale}.`);
}

/** Nobody awaits a timer's task, so its errors are reported here. */
async function runTask(task: () => unknown): Promise<void> {
  try {
    await task();
  } catch (error) {
    reportOnStderr(error, "a timer's task");
  }
}
