import type { Message as MessageAnswer, ReceiveMessageRequest, ReceiveMessageResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { numberAttribute } from "../attributes.ts";
import { optionalInteger, queueDoesNotExist } from "../errors.ts";
import { checkAttemptId, isFifo } from "../fifo.ts";
import { md5, md5OfAttributes, selectAttributes } from "../message-attributes.ts";
import { recordCount } from "../metrics.ts";
import { receiptHandle } from "../receipt.ts";
import { isFull, nextVisibleAt, overLimit, type Received, takeMessages } from "../receive.ts";
import { rememberAttempt, repeatAttempt } from "../receive-attempts.ts";
import type { Queue, SqsState } from "../state.ts";

/** With a wait time it answers as soon as a message is visible ("Amazon SQS short and long polling"). */
export function receiveMessage(state: SqsState): Operation<Wire<ReceiveMessageRequest>, Wire<ReceiveMessageResult>> {
  return async (input, context) => {
    const queue = state.open(input.QueueUrl, "ReceiveMessage", context);
    const max =
      optionalInteger(
        input.MaxNumberOfMessages,
        "MaxNumberOfMessages",
        [1, 10],
        "Must be between 1 and 10, if provided.",
      ) ?? 1;
    const waitSeconds =
      optionalInteger(input.WaitTimeSeconds, "WaitTimeSeconds", [0, 20], "Must be >= 0 and <= 20, if provided.") ??
      numberAttribute(queue, "ReceiveMessageWaitTimeSeconds");
    const visibilitySeconds =
      optionalInteger(
        input.VisibilityTimeout,
        "VisibilityTimeout",
        [0, 43_200],
        "Must be >= 0 and <= 43200, if provided.",
      ) ?? numberAttribute(queue, "VisibilityTimeout");

    const attemptId = input.ReceiveRequestAttemptId;
    checkAttemptId(queue, attemptId);

    const repeated = repeatAttempt(state, queue, attemptId, visibilitySeconds * 1000);
    if (!repeated && waitSeconds === 0 && !isFifo(queue) && isFull(state, queue)) throw overLimit();
    const received = repeated ?? (await takeOrWait(state, queue, max, waitSeconds * 1000, visibilitySeconds * 1000));
    rememberAttempt(state, queue, attemptId, received);
    if (received.length === 0) recordCount(state, queue, "NumberOfEmptyReceives", 1);
    return received.length === 0 ? {} : { Messages: received.map((one) => messageAnswer(queue, one, input)) };
  };
}

async function takeOrWait(
  state: SqsState,
  queue: Queue,
  max: number,
  waitMs: number,
  visibilityMs: number,
): Promise<Received[]> {
  const { clock } = state.account;
  const deadline = clock.now() + waitMs;
  for (;;) {
    const received = takeMessages(state, queue, max, visibilityMs);
    if (received.length > 0 || clock.now() >= deadline || state.arrivals.closed) return received;
    await state.arrivals.next(queue.name, Math.min(deadline, nextVisibleAt(state, queue)));
    // The queue may have been changed or deleted while this waited.
    const current = state.queues.get(queue.name);
    if (!current) throw queueDoesNotExist();
    queue = current;
  }
}

function messageAnswer(
  queue: Queue,
  { key, message }: Received,
  input: Wire<ReceiveMessageRequest>,
): Wire<MessageAnswer> {
  const attributes = selectAttributes(message.attributes, input.MessageAttributeNames ?? []);
  const system = systemAttributes(message, [
    ...(input.MessageSystemAttributeNames ?? []),
    ...(input.AttributeNames ?? []),
  ]);
  const attributesMd5 = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle({ queue: queue.name, key, mark: message.receipt! }),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(attributesMd5 !== undefined && { MessageAttributes: attributes, MD5OfMessageAttributes: attributesMd5 }),
  };
}

function systemAttributes(message: Received["message"], wanted: string[]): Record<string, string> {
  const all: Record<string, string | undefined> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: message.traceHeader,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
    MessageGroupId: message.groupId,
    MessageDeduplicationId: message.deduplicationId,
    SequenceNumber: message.sequenceNumber,
  };
  const chosen: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (wanted.includes("All") || wanted.includes(name))) chosen[name] = value;
  }
  return chosen;
}
