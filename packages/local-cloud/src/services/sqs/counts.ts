import { numberAttribute } from "./attributes.ts";
import type { Message, Queue, SqsState } from "./state.ts";

export interface Counts {
  visible: number;
  /** In flight: received, and not visible again yet. */
  notVisible: number;
  /** Sent with a delay that is not over yet. */
  delayed: number;
}

/** Counts the messages that have not expired. */
export function countMessages(state: SqsState, queue: Queue): Counts {
  const counts: Counts = { visible: 0, notVisible: 0, delayed: 0 };
  const now = state.account.clock.now();
  for (const message of unexpired(state, queue)) counts[categoryOf(message, now)]++;
  return counts;
}

/** The messages that have not expired, in the order in which they came into the queue. */
export function* unexpired(state: SqsState, queue: Queue): Generator<Message> {
  const limit = state.account.clock.now() - retentionMs(queue);
  for (const message of state.messages(queue).values()) if (message.sentAt > limit) yield message;
}

export function categoryOf({ visibleAt, receipt }: Message, now: number): keyof Counts {
  if (visibleAt <= now) return "visible";
  return receipt === undefined ? "delayed" : "notVisible";
}

/** Counts from the first send, also after a move to the dead-letter queue. */
export function retentionMs(queue: Queue): number {
  return numberAttribute(queue, "MessageRetentionPeriod") * 1000;
}
