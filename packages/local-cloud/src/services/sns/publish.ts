import type { PublishInput } from "@aws-sdk/client-sns";
import { AwsError } from "../../core/aws-error.ts";
import { sequenceNumberOf } from "../../core/deduplication.ts";
import type { Wire } from "../../core/service.ts";
import type { Deliverer } from "./delivery/deliverer.ts";
import { invalidParameter } from "./errors.ts";
import { groupOf, scopeOf } from "./fifo.ts";
import type { MessageAttributes, PublishedMessage } from "./message.ts";
import { recordTopicMetric } from "./metrics.ts";
import type { SnsState, Topic } from "./state.ts";

/** The members that Publish and an entry of PublishBatch share. */
export type MessageToPublish = Pick<
  Wire<PublishInput>,
  "Message" | "Subject" | "MessageStructure" | "MessageAttributes" | "MessageDeduplicationId" | "MessageGroupId"
>;

export const maxMessageBytes = 262_144;

/** What Publish answers: the message's id, and its number on a FIFO topic. */
export interface Published {
  MessageId: string;
  SequenceNumber?: string;
}

/**
 * Starts the delivery of a checked message to the topic's subscriptions. A FIFO topic answers a repeat as it answered the
 * first message, and delivers nothing ("Amazon SNS message deduplication for FIFO topics").
 */
export function publish(state: SnsState, deliverer: Deliverer, topic: Topic, checked: PublishedMessage): Published {
  const { deduplicationId, groupId = "" } = checked;
  if (deduplicationId === undefined) return deliver(state, deliverer, topic, checked);
  const scope = scopeOf(topic, groupId);
  const earlier = state.deduplication(topic).find(deduplicationId, scope);
  if (earlier) return { MessageId: earlier.messageId, SequenceNumber: earlier.sequenceNumber };
  const sequenceNumber = sequenceNumberOf(state.account.store.sequence());
  state.deduplication(topic).add(deduplicationId, scope, { messageId: checked.id, sequenceNumber });
  return { ...deliver(state, deliverer, topic, { ...checked, sequenceNumber }), SequenceNumber: sequenceNumber };
}

function deliver(state: SnsState, deliverer: Deliverer, topic: Topic, message: PublishedMessage): Published {
  recordTopicMetric(state.account, topic.arn, "NumberOfMessagesPublished", 1);
  recordTopicMetric(state.account, topic.arn, "PublishSize", Buffer.byteLength(message.text.default), "Bytes");
  for (const subscription of state.subscriptionsOf(topic.arn)) deliverer.offer(subscription, message);
  return { MessageId: message.id };
}

/**
 * Checks a message ("Publish").
 *
 * @throws AwsError InvalidParameter, ParameterValueInvalid
 */
export function checkMessage(state: SnsState, topic: Topic, input: MessageToPublish): PublishedMessage {
  if (!input.Message) throw invalidParameter("Empty message");
  if (messageBytes(input) > maxMessageBytes) throw invalidParameter("Message too long");
  const group = groupOf(topic, input);
  if (input.Subject !== undefined) checkSubject(input.Subject);
  const attributes = input.MessageAttributes ?? {};
  checkAttributes(attributes);
  return {
    id: state.account.random.uuid(),
    topicArn: topic.arn,
    text: textOf(input),
    attributes,
    ...group,
    publishedAt: state.account.clock.now(),
    ...(input.Subject !== undefined && { subject: input.Subject }),
  };
}

export function messageBytes({ Message, MessageAttributes }: MessageToPublish): number {
  let bytes = Buffer.byteLength(Message ?? "");
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes ?? {})) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType ?? "");
    bytes += Buffer.byteLength(StringValue ?? "") + Buffer.byteLength(BinaryValue ?? "", "base64");
  }
  return bytes;
}

/** A subject is ASCII without line breaks, at most 100 characters, and does not start with a space. */
function checkSubject(subject: string): void {
  if (!/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) throw invalidParameter("Subject");
}

/** With MessageStructure "json" the message is an object with a string per protocol, and one named "default". */
function textOf({ Message: message, MessageStructure: structure }: MessageToPublish): PublishedMessage["text"] {
  if (!structure) return { default: message! };
  if (structure !== "json") throw invalidParameter("MessageStructure");
  const invalid = (why: string) => invalidParameter(`Message Structure - ${why}`);
  let texts: unknown;
  try {
    texts = JSON.parse(message!);
  } catch {
    throw invalid("JSON message body failed to parse");
  }
  if (typeof texts !== "object" || texts === null) throw invalid("JSON message body failed to parse");
  if (typeof (texts as { default?: unknown }).default !== "string") {
    throw invalid("No default entry in JSON message body");
  }
  return texts as PublishedMessage["text"];
}

function checkAttributes(attributes: MessageAttributes): void {
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    if (!DataType) throw invalidAttribute(`The message attribute '${name}' must contain a message attribute type.`);
    const type = /^(String|Number|Binary)(\..+)?$/.exec(DataType)?.[1];
    if (!type) {
      throw invalidAttribute(
        `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
      );
    }
    if (!(type === "Binary" ? BinaryValue : StringValue)) {
      throw invalidAttribute(
        `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
      );
    }
    if (type === "Number" && !Number.isFinite(Number(StringValue))) {
      throw invalidAttribute(`Could not cast message attribute '${name}' value to number.`);
    }
    if (DataType === "String.Array" && !isArray(StringValue!)) {
      throw invalidAttribute(`The message attribute '${name}' must contain a JSON array for the type 'String.Array'.`);
    }
  }
}

function isArray(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function invalidAttribute(message: string): AwsError {
  return new AwsError("ParameterValueInvalid", message);
}
