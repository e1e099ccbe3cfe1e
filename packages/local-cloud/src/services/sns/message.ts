import { createHash } from "node:crypto";
import type { MessageAttributeValue } from "@aws-sdk/client-sns";
import type { Account } from "../../core/account.ts";
import type { Wire } from "../../core/service.ts";
import type { Protocol, Subscription } from "./state.ts";

export type MessageAttributes = Record<string, Wire<MessageAttributeValue>>;

/** A message as it was published. */
export interface PublishedMessage {
  id: string;
  topicArn: string;
  subject?: string;
  /** The text per protocol; "default" serves all others. */
  text: { default: string } & Partial<Record<string, string>>;
  attributes: MessageAttributes;
  groupId?: string;
  /** Of a message on a FIFO topic. */
  deduplicationId?: string;
  sequenceNumber?: string;
  /** Milliseconds since 1970. */
  publishedAt: number;
}

export function textFor(message: PublishedMessage, protocol: Protocol): string {
  return message.text[protocol] ?? message.text.default;
}

/** The body of a queue's message, as JSON ("Parsing Amazon SNS message formats"). */
export function notification(account: Account, message: PublishedMessage, subscription: Subscription): string {
  const { subject, attributes } = message;
  const text = textFor(message, subscription.protocol);
  const document = {
    Type: "Notification",
    MessageId: message.id,
    ...(message.sequenceNumber !== undefined && { SequenceNumber: message.sequenceNumber }),
    TopicArn: message.topicArn,
    ...(subject !== undefined && { Subject: subject }),
    Message: text,
    Timestamp: new Date(message.publishedAt).toISOString(),
    SignatureVersion: "1",
    Signature: signature(message, text),
    SigningCertURL: signingCertUrl(account),
    UnsubscribeURL: unsubscribeUrl(account, subscription),
    ...(Object.keys(attributes).length > 0 && { MessageAttributes: envelopeAttributes(attributes) }),
  };
  return JSON.stringify(document, null, 2);
}

/** The event of a function, with one record. */
export function functionEvent(account: Account, message: PublishedMessage, subscription: Subscription): object {
  const text = textFor(message, subscription.protocol);
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: "Notification",
          MessageId: message.id,
          TopicArn: message.topicArn,
          Subject: message.subject ?? null,
          Message: text,
          Timestamp: new Date(message.publishedAt).toISOString(),
          SignatureVersion: "1",
          Signature: signature(message, text),
          SigningCertUrl: signingCertUrl(account),
          UnsubscribeUrl: unsubscribeUrl(account, subscription),
          MessageAttributes: envelopeAttributes(message.attributes),
        },
      },
    ],
  };
}

export function unsubscribeUrl(account: Account, subscription: Subscription): string {
  return `${account.endpoint}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`;
}

function envelopeAttributes(attributes: MessageAttributes): Record<string, { Type: string; Value: string }> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      { Type: DataType!, Value: StringValue ?? BinaryValue ?? "" },
    ]),
  );
}

/** A stand-in for a signature, the same for the same message. No certificate verifies it. */
function signature(message: PublishedMessage, text: string): string {
  return createHash("sha512").update(`${message.id}\n${message.topicArn}\n${text}`).digest("base64");
}

function signingCertUrl(account: Account): string {
  return `${account.endpoint}/SimpleNotificationService-${"0".repeat(32)}.pem`;
}
