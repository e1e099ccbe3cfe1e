import { ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { readLogEvents } from "../connection/log-events.ts";
import type { DlqClients } from "./dlq-clients.ts";

/** How an invocation ended, according to the function's log. */
export type RunResult =
  | { kind: "done" }
  /** Lambda will retry it; if all retries fail, it goes to the function's queue again. */
  | { kind: "failed"; error: string }
  /** Lambda has accepted the event, but the log does not show its end yet. */
  | { kind: "running" };

export interface Run {
  functionName: string;
  requestId: string;
}

/** Polls the functions' logs until each invocation has ended or the time is up. Returns the results by request ID. */
export async function watchRuns(
  clients: DlqClients,
  runs: readonly Run[],
  { since, timeoutMs, isLocal }: { since: number; timeoutMs: number; isLocal: boolean },
): Promise<Map<string, RunResult>> {
  const results = new Map<string, RunResult>();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const open = runs.filter(({ requestId }) => !results.has(requestId));
    for (const functionName of new Set(open.map((run) => run.functionName))) {
      const messages = await readLog(clients, functionName, since);
      for (const run of open.filter((each) => each.functionName === functionName)) {
        const result = resultOf(messages, run.requestId);
        if (result) results.set(run.requestId, result);
      }
    }
    if (results.size === runs.length || Date.now() > deadline) return results;
    await new Promise((resolve) => setTimeout(resolve, isLocal ? 50 : 2000));
  }
}

/** The result that one invocation's log lines show: REPORT marks its end, and an error from the runtime its failure. */
function resultOf(messages: readonly string[], requestId: string): RunResult | undefined {
  const lines = messages.filter((message) => message.includes(requestId));
  const report = lines.find((line) => line.startsWith("REPORT "));
  if (report === undefined) return undefined;
  const error = lines.map(errorIn).find((text) => text !== undefined);
  const status = /\tStatus: (\w+)/.exec(report)?.[1];
  if (error === undefined && status === undefined) return { kind: "done" };
  return { kind: "failed", error: error ?? `it ended with ${status}` };
}

/** The error that a handler threw, or the reason why Lambda ended it. */
function errorIn(line: string): string | undefined {
  const [, json] =
    /\tERROR\t(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s*\t(.*)/s.exec(line) ?? [];
  if (json !== undefined) {
    const { errorType, errorMessage } = JSON.parse(json) as { errorType: string; errorMessage: string };
    return `${errorType}: ${errorMessage}`;
  }
  return /(Task timed out after [\d.]+ seconds|RequestId: \S+ Error: .*)/.exec(line)?.[1];
}

async function readLog({ logs }: DlqClients, functionName: string, startTime: number): Promise<string[]> {
  try {
    const lines = await readLogEvents(logs, { logGroupName: `/aws/lambda/${functionName}`, startTime });
    return lines.map(({ message = "" }) => message);
  } catch (error) {
    // A function that has never run may have no log group yet.
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}
