import type { Activity } from "./activity.ts";
import type { Clock, Timer, TimerKind } from "./clock.ts";

const dayMs = 24 * 60 * 60 * 1000;

interface Due {
  at: number;
  order: number;
  task: () => unknown;
  kind: TimerKind;
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
  /** Receives the timers that are set at the moment, if they follow from an appointment that came during `settle`. */
  #followUps: Set<Due> | undefined;
  /** Of the first task that failed since the last look. */
  #failure: { error: unknown } | undefined;

  constructor(activity: Activity, startAt = Date.UTC(2026, 0, 1, 12)) {
    this.#activity = activity;
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, task: () => unknown, kind: TimerKind = "work"): Timer {
    const due: Due = { at: this.#now + Math.max(0, delayMs), order: this.#order++, task, kind };
    this.#due.add(due);
    this.#followUps?.add(due);
    return { cancel: () => this.#due.delete(due) };
  }

  /**
   * Runs until nothing is in flight and no work is due within `horizonMs`. Default: a day.
   *
   * Appointments, such as the times of a schedule, come when time passes them on the way, but `settle` waits neither for
   * them nor for what they start: a schedule that repeats would keep it going until the horizon. Nor does it wait for
   * alarms while an appointment is due, since what repeats never stops feeding them. To reach an appointment, call `advance`.
   */
  async settle(horizonMs: number = dayMs): Promise<void> {
    const end = this.#now + horizonMs;
    const followUps = new Set<Due>();
    try {
      for (;;) {
        await this.#untilIdle();
        if (!this.#hasWork(end, followUps)) return;
        const next = this.#earliest()!;
        this.#followUps = next.kind === "appointment" || followUps.has(next) ? followUps : undefined;
        followUps.delete(next);
        this.#run(next);
      }
    } finally {
      this.#followUps = undefined;
    }
  }

  /** Moves time by `durationMs`, and runs every timer on the way at its own time. */
  async advance(durationMs: number): Promise<void> {
    const end = this.#now + durationMs;
    for (;;) {
      await this.#untilIdle();
      const next = this.#earliest();
      if (!next || next.at > end) break;
      this.#run(next);
    }
    this.#now = end;
  }

  /** Not awaited: a task may wait for time to pass, which it then no longer counts as activity. */
  #run(next: Due): void {
    this.#due.delete(next);
    this.#now = Math.max(this.#now, next.at);
    this.#activity.track((async () => next.task())()).catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  /** @throws the error of a task that failed */
  async #untilIdle(): Promise<void> {
    await this.#activity.idle();
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.error;
  }

  #hasWork(end: number, followUps: ReadonlySet<Due>): boolean {
    let observes = false;
    let hasAppointment = false;
    for (const due of this.#due) {
      if (due.at > end) continue;
      if (due.kind === "appointment") hasAppointment = true;
      else if (followUps.has(due)) continue;
      else if (due.kind === "work") return true;
      else observes = true;
    }
    return observes && !hasAppointment;
  }

  #earliest(): Due | undefined {
    let earliest: Due | undefined;
    for (const due of this.#due) {
      if (!earliest || due.at < earliest.at || (due.at === earliest.at && due.order < earliest.order)) earliest = due;
    }
    return earliest;
  }
}
