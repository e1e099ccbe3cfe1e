/** A timer that is set. */
export interface Timer {
  cancel(): void;
}

/** What a timer is for. Only `VirtualClock.settle` tells these kinds apart. */
export type TimerKind =
  /** Something that was accepted and is not done yet, such as a retry. The default. */
  | "work"
  /** A time that a user chose, such as the next time of a schedule: nothing is pending until it comes. */
  | "appointment"
  /** A look at what others did, such as the evaluation of an alarm. */
  | "observation";

/**
 * The account's time. The local cloud calls neither Date.now nor setTimeout directly, so that tests control time, and
 * nobody has to wait minutes for a retry.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs `task` once, after `delayMs`. A promise that it returns counts as work in flight. */
  after(delayMs: number, task: () => unknown, kind?: TimerKind): Timer;
}
