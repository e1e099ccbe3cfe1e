/** A timer that is set. */
export interface Timer {
  cancel(): void;
}

/**
 * The account's time. The local cloud calls neither Date.now nor setTimeout directly, so that tests control time, and
 * nobody has to wait minutes for a retry.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs `task` once, after `delayMs`. A promise that it returns counts as work in flight. */
  after(delayMs: number, task: () => unknown): Timer;
}
