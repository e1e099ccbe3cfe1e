import type { ProcessEnd } from "./function-process.ts";

/** Why an environment ended, as Lambda words it. */
export interface Ending {
  /** Follows "RequestId: … Error: " in the error message. */
  reason: string;
  errorType: string;
  /** The error type in the REPORT line, if it is another one. */
  reportedType?: string;
  timedOut?: true;
}

/** The system killed it: because of a fault, or since it is no longer needed. */
export const killed: Ending = {
  reason: "Runtime exited with error: signal: killed",
  errorType: "Runtime.ExitError",
};

export const outOfMemory: Ending = { ...killed, reportedType: "Runtime.OutOfMemory" };

/** It ended without a signal or exit code that tells why, or wrote to the channel what its runtime never sends. */
export const unexplained: Ending = {
  reason: "Runtime exited without providing a reason",
  errorType: "Runtime.ExitError",
};

export const initTimeout: Ending = {
  reason: "Initialization timed out after 10.00 seconds",
  errorType: "Sandbox.Timedout",
  timedOut: true,
};

export function runTimeout(timeoutMs: number): Ending {
  return {
    reason: `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
    errorType: "Sandbox.Timedout",
    timedOut: true,
  };
}

/** Signals as Lambda writes them; it names others by their number. */
const signals: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted (core dumped)",
  SIGBUS: "bus error (core dumped)",
  SIGFPE: "floating point exception (core dumped)",
  SIGHUP: "hangup",
  SIGILL: "illegal instruction (core dumped)",
  SIGINT: "interrupt",
  SIGKILL: "killed",
  SIGQUIT: "quit (core dumped)",
  SIGSEGV: "segmentation fault (core dumped)",
  SIGTERM: "terminated",
  SIGTRAP: "trace/breakpoint trap (core dumped)",
};

/** For a process that ended by itself. */
export function endingOf({ code, signal, error, lastWords }: ProcessEnd): Ending {
  if (/heap out of memory/.test(lastWords)) return outOfMemory;
  const errorType = "Runtime.ExitError";
  if (error) return { reason: `Runtime exited with error: ${error.message}`, errorType };
  if (signal) return { reason: `Runtime exited with error: signal: ${signals[signal] ?? signal}`, errorType };
  if (code) return { reason: `Runtime exited with error: exit status ${code}`, errorType };
  return unexplained;
}
