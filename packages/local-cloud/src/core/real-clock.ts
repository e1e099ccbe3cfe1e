import type { Activity } from "./activity.ts";
import type { Clock, Timer } from "./clock.ts";
import { reportOnStderr } from "./report.ts";

/** setTimeout fires at once for anything longer (2^31 - 1 ms, about 25 days). */
const longestTimeoutMs = 2_147_483_647;

/** The machine's own time, or the same sped up: with `scale` 60 a minute passes in a second. */
export class RealClock implements Clock {
  readonly #activity: Activity;
  #scale: number;
  /** The machine's time when it took its scale, and what it showed then. */
  #since = Date.now();
  #sinceAt: number;
  /** What sets each waiting timer again. */
  readonly #waiting = new Set<() => void>();

  /** `startAt` is the time that it shows to begin with: the machine's unless told, later where time ran ahead before. */
  constructor(activity: Activity, scale = 1, startAt?: number) {
    refuseBadScale(scale);
    this.#activity = activity;
    this.#scale = scale;
    this.#sinceAt = startAt ?? this.#since;
  }

  get scale(): number {
    return this.#scale;
  }

  /** Goes on at another speed from now on, waiting timers included. @throws RangeError */
  set scale(scale: number) {
    refuseBadScale(scale);
    this.#sinceAt = this.now();
    this.#since = Date.now();
    this.#scale = scale;
    for (const setAgain of this.#waiting) setAgain();
  }

  now(): number {
    return Math.round(this.#sinceAt + (Date.now() - this.#since) * this.#scale);
  }

  after(delayMs: number, task: () => unknown): Timer {
    let handle: NodeJS.Timeout;
    const dueAt = this.now() + delayMs;
    const arm = () => {
      clearTimeout(handle);
      const waitMs = Math.max(0, (dueAt - this.now()) / this.#scale);
      if (waitMs > longestTimeoutMs) handle = setTimeout(arm, longestTimeoutMs);
      else handle = setTimeout(fire, waitMs);
      // A cloud that only waits must not keep a process alive that wants to end.
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
  if (!(scale > 0)) throw new RangeError(`The clock's scale must be above 0, and is ${scale}.`);
}

/** Nobody waits for a task that time sets off: what goes wrong in it is said here, or nowhere. */
async function runTask(task: () => unknown): Promise<void> {
  try {
    await task();
  } catch (error) {
    reportOnStderr(error, "what was due by its clock");
  }
}
