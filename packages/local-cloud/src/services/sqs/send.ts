import type { MessageSystemAttributeValue, SendMessageBatchResultEntry, SendMessageRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../core/aws-error.ts";
import { contentId, sequenceNumberOf } from "../../core/deduplication.ts";
import type { Principal } from "../../core/principal.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import { numberAttribute } from "./attributes.ts";
import { missingParameter, optionalInteger } from "./errors.ts";
import { checkForType, isFifo, scopeOf } from "./fifo.ts";
import { attributeBytes, checkMessageAttributes, md5, md5OfAttributes } from "./message-attributes.ts";
import { recordCount, recordGauges } from "./metrics.ts";
import type { Message, MessageAttributes, Queue, SqsState } from "./state.ts";

/** The members that SendMessage and an entry of SendMessageBatch share. */
export type MessageToSend = Omit<Wire<SendMessageRequest>, "QueueUrl">;
export type Sent = Omit<SendMessageBatchResultEntry, "Id">;

/** SQS accepts the characters of XML 1.0, without unpaired surrogates. */
const allowedText = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/**
 * Checks one message ("SendMessage").
 *
 * @throws AwsError MissingParameter, InvalidParameterValue, InvalidMessageContents
 */
export function checkMessage(queue: Queue, message: MessageToSend): void {
  if (!message.MessageBody) throw missingParameter("MessageBody");
  if (!allowedText.test(message.MessageBody)) {
    throw new AwsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
  checkForType(queue, message);
  optionalInteger(message.DelaySeconds, "DelaySeconds", [0, 900], "DelaySeconds must be >= 0 and <= 900.");
  checkMessageAttributes(message.MessageAttributes ?? {});
  checkSystemAttributes(message.MessageSystemAttributes ?? {});
  const max = numberAttribute(queue, "MaximumMessageSize");
  if (messageBytes(message) > max) {
    throw new AwsError(
      "InvalidParameterValue",
      `One or more parameters are invalid. Reason: Message must be shorter than ${max} bytes.`,
    );
  }
}

export function messageBytes(message: MessageToSend): number {
  return Buffer.byteLength(message.MessageBody ?? "") + attributeBytes(message.MessageAttributes ?? {});
}

/**
 * Adds a checked message to the queue and wakes the long polls on it. A FIFO queue answers a repeat as it answered the
 * first one, and adds nothing.
 */
export function enqueue(state: SqsState, queue: Queue, message: MessageToSend, { principal }: CallContext): Sent {
  const now = state.account.clock.now();
  const repeated = earlier(state, queue, message);
  if (repeated) {
    recordCount(state, queue, "NumberOfDeduplicatedSentMessages", 1);
    return { ...answer(repeated.messageId, message), SequenceNumber: repeated.sequenceNumber };
  }
  const key = state.account.store.sequence();
  const attributes = message.MessageAttributes ?? {};
  const system = (message.MessageSystemAttributes ?? {}) as MessageAttributes;
  const traceHeader = system.AWSTraceHeader?.StringValue;
  const stored: Message = {
    id: state.account.random.uuid(),
    body: message.MessageBody!,
    attributes,
    senderId: senderId(principal),
    sentAt: now,
    visibleAt: now + (message.DelaySeconds ?? numberAttribute(queue, "DelaySeconds")) * 1000,
    receiveCount: 0,
    ...(traceHeader !== undefined && { traceHeader }),
    ...(message.MessageGroupId !== undefined && { groupId: message.MessageGroupId }),
    ...(isFifo(queue) && { deduplicationId: deduplicationId(message), sequenceNumber: sequenceNumberOf(key) }),
  };
  state.messages(queue).set(key, stored);
  if (isFifo(queue)) {
    const scope = scopeOf(queue, stored.groupId!);
    const sent = { messageId: stored.id, sequenceNumber: stored.sequenceNumber! };
    state.deduplication(queue).add(stored.deduplicationId!, scope, sent);
  }
  recordCount(state, queue, "NumberOfMessagesSent", 1);
  recordCount(state, queue, "SentMessageSize", messageBytes(message), "Bytes");
  recordGauges(state, queue);
  state.arrivals.notify(queue.name);
  return {
    ...answer(stored.id, message),
    ...(stored.sequenceNumber !== undefined && { SequenceNumber: stored.sequenceNumber }),
  };
}

/** What was sent to a FIFO queue with the same deduplication id, if that is not too long ago. */
function earlier(state: SqsState, queue: Queue, message: MessageToSend) {
  if (!isFifo(queue)) return undefined;
  return state.deduplication(queue).find(deduplicationId(message), scopeOf(queue, message.MessageGroupId!));
}

function deduplicationId({ MessageDeduplicationId, MessageBody }: MessageToSend): string {
  return MessageDeduplicationId ?? contentId(MessageBody!);
}

function answer(id: string, message: MessageToSend): Sent {
  const attributesMd5 = md5OfAttributes(message.MessageAttributes ?? {});
  const systemMd5 = md5OfAttributes((message.MessageSystemAttributes ?? {}) as MessageAttributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5(message.MessageBody!),
    ...(attributesMd5 !== undefined && { MD5OfMessageAttributes: attributesMd5 }),
    ...(systemMd5 !== undefined && { MD5OfMessageSystemAttributes: systemMd5 }),
  };
}

function checkSystemAttributes(attributes: Partial<Record<string, Wire<MessageSystemAttributeValue>>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== "AWSTraceHeader" || value?.DataType !== "String" || !value.StringValue) {
      throw new AwsError(
        "InvalidParameterValue",
        `Message system attribute '${name}' is invalid: the only one is AWSTraceHeader, a non-empty String.`,
      );
    }
  }
}

function senderId(principal: Principal): string {
  if (principal.kind === "role") return `${principal.roleName}:${principal.sessionName}`;
  return principal.kind === "service"
    ? principal.service
    : principal.kind === "account"
      ? principal.accountId
      : "anonymous";
}
