import type { MessageSystemAttributeValue, SendMessageBatchResultEntry, SendMessageRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../core/aws-error.ts";
import type { Principal } from "../../core/principal.ts";
import type { CallContext, Wire } from "../../core/service.ts";
import { numberAttribute } from "./attributes.ts";
import { invalidValue, missingParameter, optionalInteger } from "./errors.ts";
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
  if (message.MessageDeduplicationId !== undefined) {
    throw invalidValue(
      message.MessageDeduplicationId,
      "MessageDeduplicationId",
      "The request include parameter that is not valid for this queue type",
    );
  }
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

/** Adds a checked message to the queue and wakes the long polls on it. */
export function enqueue(state: SqsState, queue: Queue, message: MessageToSend, { principal }: CallContext): Sent {
  const now = state.account.clock.now();
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
  };
  state.messages(queue).set(state.account.store.sequence(), stored);
  recordCount(state, queue, "NumberOfMessagesSent", 1);
  recordCount(state, queue, "SentMessageSize", messageBytes(message), "Bytes");
  recordGauges(state, queue);
  state.arrivals.notify(queue.name);
  const attributesMd5 = md5OfAttributes(attributes);
  const systemMd5 = md5OfAttributes(system);
  return {
    MessageId: stored.id,
    MD5OfMessageBody: md5(stored.body),
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
