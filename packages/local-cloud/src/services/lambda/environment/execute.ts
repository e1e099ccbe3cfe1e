import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { InvokeFault } from "../../../core/faults.ts";
import { functionNotFound } from "../errors.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import type { Environment, RunRequest } from "./environment.ts";
import type { LogEvent } from "./log-buffer.ts";
import type { Outcome, Run } from "./outcome.ts";

export interface ExecuteRequest extends RunRequest {
  /** Invoked by another function, which waits for the result. */
  nested?: boolean;
  /** Called when the function starts to run. */
  starting?: () => void;
}

export interface Execution {
  outcome: Outcome;
  log: LogEvent[];
}

/**
 * Runs one event in an environment of the function, and records its log and metrics.
 *
 * @throws AwsError TooManyRequestsException if the function's or the account's concurrency is used up.
 */
export async function execute(lambda: Lambda, record: FunctionRecord, request: ExecuteRequest): Promise<Execution> {
  const metric = metricsOf(lambda.account, record.name);
  const at = lambda.account.clock.now();
  try {
    lambda.concurrency.enter(record);
  } catch (error) {
    metric("Throttles", 1);
    throw error;
  }
  metric("ConcurrentExecutions", lambda.concurrency.running(record.name));
  try {
    const environment = await lambda.fleet.acquire(record.name, request.nested);
    if (!environment) throw functionNotFound(record.arn);
    const run = await runIn(environment, lambda, request);
    const log = environment.log.take();
    lambda.fleet.release(environment);
    // Not awaited: settle() waits for it, the caller need not.
    void lambda.logs.write(environment, log);
    metric("Invocations", 1);
    // Its time is that of the invocation, not of the error ("Types of metrics for Lambda functions").
    metric("Errors", run.outcome.ok ? 0 : 1, undefined, at);
    metric("Duration", run.durationMs, "Milliseconds");
    return { outcome: run.outcome, log };
  } finally {
    lambda.concurrency.leave(record.name);
    lambda.queue.concurrencyFreed();
  }
}

async function runIn(environment: Environment, lambda: Lambda, request: ExecuteRequest): Promise<Run> {
  const { account } = lambda;
  const invocation = { functionName: environment.spec.functionName, requestId: request.requestId };
  const fault = account.faults.onInvoke(invocation);
  try {
    await environment.initialized;
    environment.log.start(request.requestId);
    request.starting?.();
    const slowMs = fault ? await slowDown(environment, lambda, fault) : 0;
    const { requestId, payload, clientContext } = request;
    const run = await environment.run({ requestId, payload, clientContext, now: account.clock.now() });
    run.durationMs += slowMs;
    environment.log.report(request.requestId, environment.spec.memoryMb, run);
    return run;
  } finally {
    account.faults.onInvokeEnd?.(invocation);
  }
}

/** Applies the fault "slow": delays the run up to its timeout, at which it ends. Returns the delay in milliseconds. */
async function slowDown(environment: Environment, { account, fleet }: Lambda, fault: InvokeFault): Promise<number> {
  fleet.markLongRun(environment);
  const { timeoutMs } = environment.spec;
  const ms = Math.min(fault.ms, timeoutMs);
  await account.activity.waiting(new Promise<void>((resolve) => account.clock.after(ms, resolve)));
  if (fault.ms >= timeoutMs) await environment.timeOut();
  return ms;
}

/** @param at when, in milliseconds since 1970. Default: now. */
export type Metric = (name: string, value: number, unit?: string, at?: number) => void;

/** Records data points of AWS/Lambda for one function ("Types of metrics for Lambda functions"). */
export function metricsOf(account: Account, functionName: string): Metric {
  return (name, value, unit, at) =>
    account.metric({
      namespace: "AWS/Lambda",
      name,
      dimensions: { FunctionName: functionName },
      value,
      ...(unit && { unit }),
      ...(at !== undefined && { at }),
    });
}

export function isThrottle(error: unknown): boolean {
  return error instanceof AwsError && error.code === "TooManyRequestsException";
}
