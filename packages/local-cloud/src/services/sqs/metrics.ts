import { gaugesOf } from "./outlook.ts";
import type { Queue, SqsState } from "./state.ts";

/** Call this after each change that adds, hides or removes a message. */
export function recordGauges(state: SqsState, queue: Queue): void {
  for (const [name, gauge] of gaugesOf(state, queue)) state.gauges.record(queue.name, name, gauge);
}

export function recordCount(state: SqsState, queue: Queue, name: string, value: number, unit?: string): void {
  const dimensions = { QueueName: queue.name };
  state.account.metric({ namespace: "AWS/SQS", name, dimensions, value, ...(unit !== undefined && { unit }) });
}
