import { AwsError } from "../../../core/aws-error.ts";
import { type Message, sendToArn, stringAttributes } from "../../../core/send-to-arn.ts";
import { notification, type PublishedMessage } from "../message.ts";
import type { SnsState, Subscription } from "../state.ts";
import { queueMessage, snsFor } from "./deliver.ts";

/**
 * Sends the message as it would have been delivered ("Amazon SNS dead-letter queues"). The queue's policy must let the
 * topic send.
 */
export async function sendToDeadLetterQueue(
  state: SnsState,
  subscription: Subscription,
  message: PublishedMessage,
  error: AwsError,
): Promise<"none" | "sent" | "failed"> {
  const { RedrivePolicy } = subscription.attributes;
  if (!RedrivePolicy) return "none";
  const { deadLetterTargetArn } = JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string };
  const { attributes, ...rest } = deadLetter(state, { ...subscription, endpoint: deadLetterTargetArn }, message);
  const reason = stringAttributes({ ErrorCode: error.code, ErrorMessage: error.message });
  try {
    const dead = { ...rest, attributes: { ...attributes, ...reason } };
    await sendToArn(state.account, deadLetterTargetArn, dead, snsFor(state, subscription.topicArn));
    return "sent";
  } catch (failure) {
    if (failure instanceof AwsError) return "failed";
    throw failure;
  }
}

function deadLetter(state: SnsState, subscription: Subscription, message: PublishedMessage): Message {
  if (subscription.protocol === "sqs") return queueMessage(state, subscription, message);
  return { body: notification(state.account, message, subscription) };
}
