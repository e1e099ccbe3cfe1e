import type { Queue, SqsState } from "./state.ts";

export interface Counts {
  visible: number;
  /** In flight: received, and not visible again yet. */
  notVisible: number;
  /** Sent with a delay that is not over yet. */
  delayed: number;
  /** Milliseconds since 1970; undefined for an empty queue. */
  oldestSentAt?: number;
}

export function countMessages(state: SqsState, queue: Queue): Counts {
  const now = state.account.clock.now();
  const counts: Counts = { visible: 0, notVisible: 0, delayed: 0 };
  for (const message of state.messages(queue).values()) {
    if (message.visibleAt <= now) counts.visible++;
    else if (message.receipt === undefined) counts.delayed++;
    else counts.notVisible++;
    counts.oldestSentAt = Math.min(counts.oldestSentAt ?? message.sentAt, message.sentAt);
  }
  return counts;
}

/** Call this after each change that adds, hides or removes a message. */
export function recordGauges(state: SqsState, queue: Queue): void {
  const { visible, notVisible, delayed, oldestSentAt } = countMessages(state, queue);
  const now = state.account.clock.now();
  state.gauges.record(queue.name, {
    ApproximateNumberOfMessagesVisible: visible,
    ApproximateNumberOfMessagesNotVisible: notVisible,
    ApproximateNumberOfMessagesDelayed: delayed,
    ApproximateAgeOfOldestMessage: oldestSentAt === undefined ? 0 : Math.floor((now - oldestSentAt) / 1000),
  });
}

export function recordCount(state: SqsState, queue: Queue, name: string, value: number, unit?: string): void {
  const dimensions = { QueueName: queue.name };
  state.account.metric({ namespace: "AWS/SQS", name, dimensions, value, ...(unit !== undefined && { unit }) });
}
