/** A timer that was set and can be called off. */
export interface Timer {
  cancel(): void;
}

/**
 * Time, as everything in the local cloud sees it. Nothing here calls Date.now or setTimeout
 * itself, so that a test can hold the time, and a learner need not wait minutes for a retry.
 */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Runs `task` once, `delayMs` from now. What it returns counts as work in flight until it ends. */
  after(delayMs: number, task: () => unknown): Timer;
}
