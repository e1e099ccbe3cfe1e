import { AwsError } from "../../core/aws-error.ts";
import type { Collection } from "../../core/store.ts";
import { countMessages, retentionMs } from "./counts.ts";
import { isFifo } from "./fifo.ts";
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
  for (const [key, message] of isFifo(queue) ? inGroups(messages, now) : messages.entries()) {
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

/**
 * A FIFO queue's messages, one group after the other, each in order. A group of which a message is in flight has none: its
 * next messages wait until that one is deleted or visible again ("FIFO queue delivery logic in Amazon SQS").
 */
function inGroups(messages: Collection<Message>, now: number): Array<[string, Message]> {
  const groups = new Map<string, Array<[string, Message]>>();
  const blocked = new Set<string>();
  for (const [key, message] of messages.entries()) {
    const id = message.groupId!;
    if (message.visibleAt > now) blocked.add(id);
    const group = groups.get(id);
    if (group) group.push([key, message]);
    else groups.set(id, [[key, message]]);
  }
  return [...groups].flatMap(([id, group]) => (blocked.has(id) ? group.slice(0, visibleFirst(group, now)) : group));
}

/** A message that is only delayed holds up those after it, one in flight the whole group. */
function visibleFirst(group: Array<[string, Message]>, now: number): number {
  if (group.some(([, { visibleAt, receipt }]) => visibleAt > now && receipt !== undefined)) return 0;
  return group.findIndex(([, { visibleAt }]) => visibleAt > now);
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
 * Keeps the message's id, group and receive count, as AWS does. Retention counts from the first send in a standard queue,
 * and from the move in a FIFO queue ("Using dead-letter queues in Amazon SQS").
 * Returns false, and moves nothing, if the dead-letter queue does not exist.
 */
function moveToDeadLetterQueue(state: SqsState, source: Queue, key: string, message: Message, arn: string): boolean {
  const target = state.byArn(arn);
  if (!target) return false;
  const { receipt: _receipt, ...rest } = message;
  const movedAt = state.account.clock.now();
  const moved: Message = {
    ...rest,
    deadLetterSourceArn: state.arn(source),
    movedAt,
    ...(isFifo(source) && { sentAt: movedAt }),
  };
  state.messages(source).delete(key);
  state.messages(target).set(state.account.store.sequence(), moved);
  recordGauges(state, target);
  state.arrivals.notify(target.name);
  return true;
}

export function overLimit(): AwsError {
  return new AwsError("OverLimit", `Too many messages in flight: no more than ${maxInFlight} are allowed.`, 403);
}
