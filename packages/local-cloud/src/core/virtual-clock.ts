import type { Activity } from "./activity.ts";
import type { Clock, Timer } from "./clock.ts";

const dayMs = 24 * 60 * 60 * 1000;

interface Due {
  at: number;
  order: number;
  task: () => unknown;
}

/**
 * Time that stands still until a test moves it, and then jumps from timer to timer: a day of retries takes milliseconds.
 * It never moves while work is in flight.
 */
export class VirtualClock implements Clock {
  readonly #activity: Activity;
  readonly #due = new Set<Due>();
  #now: number;
  #order = 0;

  constructor(activity: Activity, startAt = Date.UTC(2026, 0, 1, 12)) {
    this.#activity = activity;
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => unknown): Timer {
    const due: Due = { at: this.#now + Math.max(0, delayMs), order: this.#order++, task };
    this.#due.add(due);
    return { cancel: () => this.#due.delete(due) };
  }

  /** Runs until nothing is in flight and no timer is due within `horizonMs`. Default: a day. */
  async settle(horizonMs: number = dayMs): Promise<void> {
    await this.#runUntil(this.#now + horizonMs);
  }

  /** Moves time by `durationMs`, and runs every timer on the way at its own time. */
  async advance(durationMs: number): Promise<void> {
    const end = this.#now + durationMs;
    await this.#runUntil(end);
    this.#now = end;
  }

  async #runUntil(end: number): Promise<void> {
    for (;;) {
      await this.#activity.idle();
      const next = this.#earliest();
      if (!next || next.at > end) return;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      await this.#activity.track((async () => next.task())());
    }
  }

  #earliest(): Due | undefined {
    let earliest: Due | undefined;
    for (const due of this.#due) {
      if (!earliest || due.at < earliest.at || (due.at === earliest.at && due.order < earliest.order)) earliest = due;
    }
    return earliest;
  }
}
