/** How a function failed, in the shape that the caller gets as the answer's payload. */
export interface FunctionFailure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** What came of one run. */
export type Outcome =
  /** JSON text. */
  { ok: true; payload: string } | { ok: false; failure: FunctionFailure };

/** What Lambda's own log lines say of a run that the platform ended. */
export type EndedBy = "timeout" | "error";

export interface Run {
  outcome: Outcome;
  durationMs: number;
  /** Of the first run in an environment that was not initialised ahead of time. */
  initDurationMs?: number;
  maxMemoryUsedMb: number;
  endedBy?: EndedBy;
  /** The error type that the REPORT line names. */
  endedWith?: string;
}
