import { type Principal, servicePrincipal } from "../../../core/principal.ts";
import { type Message, sendToArn } from "../../../core/send-to-arn.ts";
import { functionEvent, notification, type PublishedMessage, textFor } from "../message.ts";
import { sendNotification } from "../outbox/send-email.ts";
import type { SnsState, Subscription } from "../state.ts";

/** Makes one attempt. @throws the AwsError of the endpoint's service */
export async function deliver(state: SnsState, subscription: Subscription, message: PublishedMessage): Promise<void> {
  const { protocol, endpoint, topicArn } = subscription;
  if (protocol === "email" || protocol === "email-json") return sendNotification(state, subscription, message);
  const sent =
    protocol === "sqs"
      ? queueMessage(state, subscription, message)
      : { body: JSON.stringify(functionEvent(state.account, message, subscription)) };
  await sendToArn(state.account, endpoint, sent, snsFor(state, topicArn));
}

/** SNS itself, acting for the topic: the policies of queues and functions decide about it. */
export function snsFor({ account }: SnsState, topicArn: string): Principal {
  return servicePrincipal(account, "sns.amazonaws.com", topicArn);
}

/** "Amazon SNS raw message delivery": the message alone, its attributes as the queue's own; otherwise the envelope. */
export function queueMessage(state: SnsState, subscription: Subscription, message: PublishedMessage): Message {
  const { groupId: messageGroupId, deduplicationId: messageDeduplicationId } = message;
  const order = { messageGroupId, ...(subscription.endpoint.endsWith(".fifo") && { messageDeduplicationId }) };
  if (subscription.attributes.RawMessageDelivery !== "true") {
    return { body: notification(state.account, message, subscription), ...order };
  }
  const body = textFor(message, subscription.protocol);
  return { body, ...order, ...(Object.keys(message.attributes).length > 0 && { attributes: message.attributes }) };
}
