/** A function's failure, in the shape of the response payload. */
export interface FunctionFailure {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

/** The result of one run. */
export type Outcome =
  /** `payload` is JSON. */
  { ok: true; payload: string } | { ok: false; failure: FunctionFailure };

/** The Status in the REPORT line of a run whose environment ended. */
type EndedBy = "timeout" | "error";

export interface Run {
  outcome: Outcome;
  durationMs: number;
  /** Only for the first run, and not if the environment was initialized ahead of time. */
  initDurationMs?: number;
  maxMemoryUsedMb: number;
  endedBy?: EndedBy;
  /** The Error Type in the REPORT line. */
  endedWith?: string;
}
