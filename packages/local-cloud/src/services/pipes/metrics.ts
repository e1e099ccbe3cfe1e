import type { Account } from "../../core/account.ts";
import type { StoredPipe } from "./stored-pipe.ts";

/** One execution of a pipe: the events that it tried to put on the bus. */
export interface Execution {
  events: number;
  bytes: number;
  failed: number;
  /** How long it took, in milliseconds. */
  ms: number;
}

/**
 * Records the metrics of one execution in AWS/EventBridge/Pipes ("Logging and monitoring Amazon EventBridge Pipes"). Those of
 * failures are 0 if nothing failed, so that an alarm has data. There is no enrichment, no timeout and no throttling here.
 */
export function countExecution(account: Account, { name }: StoredPipe, { events, bytes, failed, ms }: Execution): void {
  const record = (metric: string, value: number, unit = "None", dimensions: object = { PipeName: name }) =>
    account.metric({
      namespace: "AWS/EventBridge/Pipes",
      name: metric,
      dimensions: dimensions as Record<string, string>,
      value,
      unit,
    });
  const allFailed = Number(failed === events);
  const someFailed = Number(failed > 0 && failed < events);
  record("Concurrency", 1, "None", { AwsAccountId: account.id });
  record("Invocations", 1, "None", { AwsAccountId: account.id });
  record("Invocations", 1);
  record("EventCount", events);
  record("EventSize", bytes, "Bytes");
  record("Duration", ms, "Milliseconds");
  record("TargetStageDuration", ms, "Milliseconds");
  record("ExecutionFailed", allFailed);
  record("TargetStageFailed", allFailed);
  record("ExecutionPartiallyFailed", someFailed);
  record("TargetStagePartiallyFailed", someFailed);
  record("ExecutionThrottled", 0);
  record("ExecutionTimeout", 0);
}
