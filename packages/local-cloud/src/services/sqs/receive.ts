import { AwsError } from "../../core/aws-error.ts";
import { countMessages, retentionMs } from "./counts.ts";
import { recordCount, recordGauges } from "./metrics.ts";
import { redrivePolicyOf } from "./redrive-policy.ts";
import type { Message, Queue, SqsState } from "./state.ts";

/**
 * Messages in flight in a standard queue ("Amazon SQS message quotas"). Beyond it, short polling fails with OverLimit, and
 * long polling returns nothing.
 */
const maxInFlight = 120_000;

export interface Received {
  key: string;
  message: Message;
}

/** Whether no further message may be in flight. */
export function isFull(state: SqsState, queue: Queue): boolean {
  return countMessages(state, queue).notVisible >= maxInFlight;
}

/**
 * Takes up to `max` visible messages, the oldest first, and hides them. A message that was received too often moves to
 * the dead-letter queue instead.
 */
export function takeMessages(state: SqsState, queue: Queue, max: number, visibilityMs: number): Received[] {
  const now = state.account.clock.now();
  const messages = state.messages(queue);
  const redrive = redrivePolicyOf(queue);
  const taken: Received[] = [];
  let changed = dropExpired(state, queue);
  const room = maxInFlight - countMessages(state, queue).notVisible;
  for (const [key, message] of messages.entries()) {
    if (taken.length >= Math.min(max, room)) break;
    if (message.visibleAt > now) continue;
    changed = true;
    if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
      if (moveToDeadLetterQueue(state, queue, key, message, redrive.deadLetterTargetArn)) continue;
    }
    const received: Message = {
      ...message,
      visibleAt: now + visibilityMs,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receipt: state.account.random.hex(16),
    };
    messages.set(key, received);
    taken.push({ key, message: received });
  }
  if (taken.length > 0) recordCount(state, queue, "NumberOfMessagesReceived", taken.length);
  if (changed) recordGauges(state, queue);
  return taken;
}

/** When the next hidden message becomes visible, in milliseconds since 1970; Infinity if there is none. */
export function nextVisibleAt(state: SqsState, queue: Queue): number {
  const now = state.account.clock.now();
  let next = Number.POSITIVE_INFINITY;
  for (const { visibleAt } of state.messages(queue).values()) if (visibleAt > now) next = Math.min(next, visibleAt);
  return next;
}

/** Deletes messages older than the retention period; returns whether there were any. */
export function dropExpired(state: SqsState, queue: Queue): boolean {
  const limit = state.account.clock.now() - retentionMs(queue);
  let dropped = false;
  for (const [key, message] of state.messages(queue).entries()) {
    if (message.sentAt > limit) continue;
    state.messages(queue).delete(key);
    dropped = true;
  }
  return dropped;
}

/**
 * Keeps the message's id, time of sending and receive count, as AWS does: retention still counts from the first send.
 * Returns false, and moves nothing, if the dead-letter queue does not exist.
 */
function moveToDeadLetterQueue(state: SqsState, source: Queue, key: string, message: Message, arn: string): boolean {
  const target = state.byArn(arn);
  if (!target) return false;
  const { receipt: _receipt, ...rest } = message;
  const moved: Message = { ...rest, deadLetterSourceArn: state.arn(source), movedAt: state.account.clock.now() };
  state.messages(source).delete(key);
  state.messages(target).set(state.account.store.sequence(), moved);
  recordGauges(state, target);
  state.arrivals.notify(target.name);
  return true;
}

export function overLimit(): AwsError {
  return new AwsError("OverLimit", `Too many messages in flight: no more than ${maxInFlight} are allowed.`, 403);
}
