import { parseArn } from "../../../core/arn.ts";
import type { Principal } from "../../../core/principal.ts";
import { queueUrl } from "../../sqs/index.ts";
import { functionEvent, type MessageAttributes, notification, type PublishedMessage, textFor } from "../message.ts";
import { postNotification } from "../outbox/post.ts";
import type { SnsState, Subscription } from "../state.ts";

/** One attempt; what its owner says no to comes back as an AwsError. */
export async function deliver(state: SnsState, subscription: Subscription, message: PublishedMessage): Promise<void> {
  if (subscription.protocol === "sqs") await toQueue(state, subscription, message);
  else if (subscription.protocol === "lambda") await toFunction(state, subscription, message);
  else postNotification(state, subscription, message);
}

/** Under which SNS acts for a topic: the queue's and the function's policies decide. */
export function snsPrincipal(state: SnsState, topicArn: string): Principal {
  return { kind: "service", service: "sns.amazonaws.com", sourceArn: topicArn, sourceAccount: state.account.id };
}

async function toQueue(state: SnsState, subscription: Subscription, message: PublishedMessage): Promise<void> {
  const { account } = state;
  await account.call({
    service: "sqs",
    operation: "SendMessage",
    input: {
      QueueUrl: queueUrl(account, parseArn(subscription.endpoint)!.resource),
      ...queueMessage(state, subscription, message),
    },
    principal: snsPrincipal(state, subscription.topicArn),
  });
}

/** "Amazon SNS raw message delivery": the text alone, its attributes as the queue's own; otherwise the envelope. */
export function queueMessage(state: SnsState, subscription: Subscription, message: PublishedMessage): QueueMessage {
  if (subscription.attributes.RawMessageDelivery !== "true") {
    return { MessageBody: notification(state.account, message, subscription) };
  }
  const MessageBody = textFor(message, subscription.protocol);
  if (Object.keys(message.attributes).length === 0) return { MessageBody };
  return { MessageBody, MessageAttributes: message.attributes };
}

export interface QueueMessage {
  MessageBody: string;
  MessageAttributes?: MessageAttributes;
}

async function toFunction(state: SnsState, subscription: Subscription, message: PublishedMessage): Promise<void> {
  const { account } = state;
  const event = functionEvent(account, message, subscription);
  await account.call({
    service: "lambda",
    operation: "Invoke",
    input: {
      FunctionName: subscription.endpoint,
      InvocationType: "Event",
      Payload: Buffer.from(JSON.stringify(event)).toString("base64"),
    },
    principal: snsPrincipal(state, subscription.topicArn),
  });
}
