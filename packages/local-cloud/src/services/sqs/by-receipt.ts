import { invalidValue, missingParameter, optionalInteger, required } from "./errors.ts";
import { isFifo } from "./fifo.ts";
import { recordCount } from "./metrics.ts";
import { parseReceipt } from "./receipt.ts";
import type { Message, Queue, SqsState } from "./state.ts";

/**
 * Deletes the message if this is its latest receipt, even if it is visible again. SQS accepts an older receipt, or one of
 * a deleted message, and deletes nothing ("DeleteMessage"). A FIFO queue refuses a receipt whose message is visible again.
 *
 * @throws AwsError MissingParameter, ReceiptHandleIsInvalid, InvalidParameterValue
 */
export function deleteByReceipt(state: SqsState, queue: Queue, handle: string | undefined): void {
  const { key, mark } = parseReceipt(queue, required(handle, "ReceiptHandle"));
  const message = state.messages(queue).get(key);
  if (message) refuseExpired(state, queue, message, mark, handle!);
  recordCount(state, queue, "NumberOfMessagesDeleted", 1);
  if (message?.receipt !== mark) return;
  state.messages(queue).delete(key);
  if (isFifo(queue)) state.arrivals.notify(queue.name); // the next messages of its group can be received
}

/**
 * Hides a message for `seconds` from now; 0 makes it visible at once ("ChangeMessageVisibility"). In a standard queue the
 * latest receipt does that even after its message has become visible again, as recorded from AWS.
 *
 * @throws AwsError MissingParameter, ReceiptHandleIsInvalid, InvalidParameterValue
 */
export function changeVisibility(
  state: SqsState,
  queue: Queue,
  handle: string | undefined,
  seconds: number | undefined,
): void {
  const { key, mark } = parseReceipt(queue, required(handle, "ReceiptHandle"));
  if (seconds === undefined) throw missingParameter("VisibilityTimeout");
  optionalInteger(
    seconds,
    "VisibilityTimeout",
    [0, 43_200],
    "VisibilityTimeout must be an integer between 0 and 43200",
  );
  const now = state.account.clock.now();
  const message = state.messages(queue).get(key);
  if (message) refuseExpired(state, queue, message, mark, handle!);
  if (!message || message.receipt !== mark) {
    throw invalidValue(
      handle,
      "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change.",
    );
  }
  state.messages(queue).set(key, { ...message, visibleAt: now + seconds * 1000 });
  if (seconds === 0) state.arrivals.notify(queue.name);
}

/** @throws AwsError InvalidParameterValue for a FIFO queue's message that is visible again, or was received again */
function refuseExpired(state: SqsState, queue: Queue, message: Message, mark: string, handle: string): void {
  if (!isFifo(queue) || (message.receipt === mark && message.visibleAt > state.account.clock.now())) return;
  throw invalidValue(handle, "ReceiptHandle", "The receipt handle has expired.");
}
