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
  return look(state, queue).counts;
}

/** A queue at this moment, without the messages that have expired. */
export interface Look {
  counts: Counts;
  /** The messages that came first, in the order in which they came: as many as `depth`. */
  first: Message[];
  /** Of the messages that were received fewer than `maxReceives` times. */
  waiting: Message[];
  hidden: Message[];
}

/** After so many receives a message does not count as the oldest ("Available CloudWatch metrics for Amazon SQS"). */
const maxReceives = 3;

/** Looks at each message once: a queue may have thousands, and each call looks at it. */
export function look(state: SqsState, queue: Queue, depth = 0): Look {
  const now = state.account.clock.now();
  const limit = now - retentionMs(queue);
  const found: Look = { counts: { visible: 0, notVisible: 0, delayed: 0 }, first: [], waiting: [], hidden: [] };
  const { counts, first, waiting, hidden } = found;
  for (const message of state.messages(queue).values()) {
    if (message.sentAt <= limit) continue;
    if (message.visibleAt <= now) counts.visible++;
    else {
      counts[hiddenAs(message)]++;
      hidden.push(message);
    }
    if (first.length < depth) first.push(message);
    if (waiting.length < depth && message.receiveCount < maxReceives) waiting.push(message);
  }
  return found;
}

export function hiddenAs({ receipt }: Message): "delayed" | "notVisible" {
  return receipt === undefined ? "delayed" : "notVisible";
}

/** Counts from the first send, also after a move to the dead-letter queue. */
export function retentionMs(queue: Queue): number {
  return numberAttribute(queue, "MessageRetentionPeriod") * 1000;
}
