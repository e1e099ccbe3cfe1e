import { AwsError } from "../../core/aws-error.ts";
import { numberAttribute } from "./attributes.ts";
import { noteCount, noteGauges } from "./counts.ts";
import { redrivePolicyOf } from "./redrive-policy.ts";
import type { Message, Queue, SqsState } from "./state.ts";

/** "Amazon SQS message quotas": in flight in a standard queue. */
const maxInFlight = 120_000;

export interface Received {
  key: string;
  message: Message;
}

/** Takes up to `most` visible messages and hides them; what was received too often goes to the dead-letter queue instead. */
export function takeMessages(state: SqsState, queue: Queue, most: number, visibilityMs: number): Received[] {
  const now = state.account.clock.now();
  const messages = state.messages(queue);
  const redrive = redrivePolicyOf(queue);
  const taken: Received[] = [];
  let inFlight = 0;
  let changed = dropExpired(state, queue);
  for (const [key, message] of messages.entries()) {
    if (taken.length >= most) break;
    if (message.visibleAt > now) {
      if (message.receipt !== undefined && ++inFlight >= maxInFlight) throw overLimit();
      continue;
    }
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
  if (taken.length > 0) noteCount(state, queue, "NumberOfMessagesReceived", taken.length);
  if (changed) noteGauges(state, queue);
  return taken;
}

/** When the first hidden message will be visible: milliseconds since 1970. */
export function nextVisibleAt(state: SqsState, queue: Queue): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { visibleAt } of state.messages(queue).values()) next = Math.min(next, visibleAt);
  return next;
}

/** Deletes what has outlived the retention period; says whether there was any. */
export function dropExpired(state: SqsState, queue: Queue): boolean {
  const limit = state.account.clock.now() - numberAttribute(queue, "MessageRetentionPeriod") * 1000;
  let dropped = false;
  for (const [key, message] of state.messages(queue).entries()) {
    if (message.sentAt > limit) continue;
    state.messages(queue).delete(key);
    dropped = true;
  }
  return dropped;
}

/**
 * Keeps id, time of sending and receive count, as AWS does: its retention goes on from the first queue.
 * Without its target the message stays where it is.
 */
function moveToDeadLetterQueue(state: SqsState, source: Queue, key: string, message: Message, arn: string): boolean {
  const target = state.byArn(arn);
  if (!target) return false;
  const { receipt: _receipt, ...rest } = message;
  state.messages(source).delete(key);
  state.messages(target).set(state.account.store.sequence(), { ...rest, deadLetterSourceArn: state.arn(source) });
  noteGauges(state, target);
  state.arrivals.announce(target.name);
  return true;
}

function overLimit(): AwsError {
  return new AwsError("OverLimit", `Too many messages in flight: no more than ${maxInFlight} are allowed.`, 403);
}
