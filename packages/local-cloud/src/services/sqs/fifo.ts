import { isWellFormedId } from "../../core/deduplication.ts";
import { invalidParameterValue, invalidValue, missingParameter } from "./errors.ts";
import type { MessageToSend } from "./send.ts";
import type { Queue } from "./state.ts";

const wrongType = "The request include parameter that is not valid for this queue type.";

export function isFifo({ attributes }: Pick<Queue, "attributes">): boolean {
  return attributes.FifoQueue === "true";
}

/** The scope in which a deduplication id is unique: the queue, or the message's group ("High throughput for FIFO queues"). */
export function scopeOf({ attributes }: Queue, groupId: string): string {
  return attributes.DeduplicationScope === "messageGroup" ? groupId : "";
}

/**
 * Checks the members of a message that depend on the queue's type ("SendMessage"). A standard queue takes a group too,
 * for fair shares among tenants.
 *
 * @throws AwsError MissingParameter, InvalidParameterValue
 */
export function checkForType(queue: Queue, message: MessageToSend): void {
  const { MessageGroupId, MessageDeduplicationId, DelaySeconds } = message;
  if (isFifo(queue)) {
    if (!MessageGroupId) throw missingParameter("MessageGroupId");
    if (MessageDeduplicationId === undefined && queue.attributes.ContentBasedDeduplication !== "true") {
      throw missingDeduplicationId();
    }
    if (DelaySeconds) throw invalidValue(DelaySeconds, "DelaySeconds", wrongType);
  } else if (MessageDeduplicationId !== undefined) {
    throw invalidValue(MessageDeduplicationId, "MessageDeduplicationId", wrongType);
  }
  checkId("MessageGroupId", MessageGroupId);
  checkId("MessageDeduplicationId", MessageDeduplicationId);
}

/** A whole batch is refused if one message lacks its group or its deduplication id. @throws AwsError InvalidParameterValue */
export function checkBatchForType(queue: Queue, messages: readonly MessageToSend[]): void {
  if (!isFifo(queue)) return;
  if (messages.some(({ MessageGroupId }) => !MessageGroupId)) {
    throw invalidParameterValue("The request must contain the parameter MessageGroupId.");
  }
  if (queue.attributes.ContentBasedDeduplication === "true") return;
  if (messages.some(({ MessageDeduplicationId }) => MessageDeduplicationId === undefined))
    throw missingDeduplicationId();
}

/** @throws AwsError InvalidParameterValue */
export function checkAttemptId(queue: Queue, id: string | undefined): void {
  if (id === undefined) return;
  if (!isFifo(queue)) throw invalidValue(id, "ReceiveRequestAttemptId", wrongType);
  checkId("ReceiveRequestAttemptId", id);
}

function checkId(name: string, id: string | undefined): void {
  if (id === undefined || isWellFormedId(id)) return;
  const rule = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
  throw invalidValue(id, name, rule);
}

function missingDeduplicationId() {
  return invalidParameterValue(
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}
