import { invalidValue, missingParameter, optionalInteger, required } from "./errors.ts";
import { recordCount } from "./metrics.ts";
import { parseReceipt } from "./receipt.ts";
import type { Queue, SqsState } from "./state.ts";

/**
 * Deletes the message if this is its latest receipt, even if it is visible again. SQS accepts an older receipt, or one of
 * a deleted message, and deletes nothing ("DeleteMessage").
 *
 * @throws AwsError MissingParameter, ReceiptHandleIsInvalid
 */
export function deleteByReceipt(state: SqsState, queue: Queue, handle: string | undefined): void {
  const { key, mark } = parseReceipt(queue, required(handle, "ReceiptHandle"));
  recordCount(state, queue, "NumberOfMessagesDeleted", 1);
  if (state.messages(queue).get(key)?.receipt === mark) state.messages(queue).delete(key);
}

/**
 * Hides a message in flight for `seconds` from now; 0 makes it visible at once ("ChangeMessageVisibility").
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
  if (!message || message.receipt !== mark || message.visibleAt <= now) {
    throw invalidValue(
      handle,
      "ReceiptHandle",
      "Message does not exist or is not available for visibility timeout change.",
    );
  }
  state.messages(queue).set(key, { ...message, visibleAt: now + seconds * 1000 });
  if (seconds === 0) state.arrivals.notify(queue.name);
}
