import type { Queue, SqsState } from "./state.ts";

export interface Counts {
  visible: number;
  /** Received and not yet visible again. */
  notVisible: number;
  /** Not yet visible for the first time. */
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

/** To be called after everything that adds, hides or takes away a message. */
export function noteGauges(state: SqsState, queue: Queue): void {
  const { visible, notVisible, delayed, oldestSentAt } = countMessages(state, queue);
  const now = state.account.clock.now();
  state.gauges.note(queue.name, {
    ApproximateNumberOfMessagesVisible: visible,
    ApproximateNumberOfMessagesNotVisible: notVisible,
    ApproximateNumberOfMessagesDelayed: delayed,
    ApproximateAgeOfOldestMessage: oldestSentAt === undefined ? 0 : Math.floor((now - oldestSentAt) / 1000),
  });
}

export function noteCount(state: SqsState, queue: Queue, name: string, value: number, unit?: string): void {
  const dimensions = { QueueName: queue.name };
  state.account.metric({ namespace: "AWS/SQS", name, dimensions, value, ...(unit !== undefined && { unit }) });
}
