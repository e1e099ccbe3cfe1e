import type { Received } from "./receive.ts";
import type { Queue, SqsState } from "./state.ts";

/** What a receive with an attempt id took from a FIFO queue: the keys and receipts of its messages. */
export interface ReceiveAttempt {
  taken: Array<{ key: string; mark: string }>;
}

/** "ReceiveMessage": an attempt id can be used again for five minutes. */
export const attemptMs = 5 * 60_000;

/**
 * The messages that an earlier receive with the same attempt id took, hidden again for `visibilityMs`; undefined if there
 * was none, or if one of its messages was deleted, changed or is visible again. So a consumer that lost an answer gets
 * the same messages, with the same receipts, without waiting for their visibility timeout.
 */
export function repeatAttempt(
  state: SqsState,
  queue: Queue,
  id: string | undefined,
  visibilityMs: number,
): Received[] | undefined {
  const now = state.account.clock.now();
  const attempt = id === undefined ? undefined : state.attempts(queue).get(id);
  if (!attempt) return undefined;
  const messages = state.messages(queue);
  const same = attempt.taken.every(({ key, mark }) => {
    const message = messages.get(key);
    return message?.receipt === mark && message.visibleAt > now;
  });
  if (!same) return undefined;
  return attempt.taken.map(({ key }) => {
    const message = { ...messages.get(key)!, visibleAt: now + visibilityMs };
    messages.set(key, message);
    return { key, message };
  });
}

export function rememberAttempt(state: SqsState, queue: Queue, id: string | undefined, received: Received[]): void {
  if (id === undefined || received.length === 0) return;
  state.attempts(queue).set(id, {
    taken: received.map(({ key, message }) => ({ key, mark: message.receipt! })),
  });
}
