import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import { queueUrl } from "../../sqs/index.ts";
import { notification, type PublishedMessage } from "../message.ts";
import type { SnsState, Subscription } from "../state.ts";
import { type QueueMessage, queueMessage, snsPrincipal } from "./deliver.ts";

/** "Amazon SNS dead-letter queues": the message as it would have been delivered, if the queue's policy lets the topic send. */
export async function sendToDeadLetterQueue(
  state: SnsState,
  subscription: Subscription,
  message: PublishedMessage,
  error: AwsError,
): Promise<"none" | "sent" | "failed"> {
  const { RedrivePolicy } = subscription.attributes;
  if (!RedrivePolicy) return "none";
  const { deadLetterTargetArn } = JSON.parse(RedrivePolicy) as { deadLetterTargetArn: string };
  const { MessageBody, MessageAttributes } = deadLetter(state, subscription, message);
  const input = {
    QueueUrl: queueUrl(state.account, parseArn(deadLetterTargetArn)!.resource),
    MessageBody,
    MessageAttributes: { ...MessageAttributes, ...reason(error) },
  };
  try {
    const principal = snsPrincipal(state, subscription.topicArn);
    await state.account.call({ service: "sqs", operation: "SendMessage", input, principal });
    return "sent";
  } catch (failure) {
    if (failure instanceof AwsError) return "failed";
    throw failure;
  }
}

function deadLetter(state: SnsState, subscription: Subscription, message: PublishedMessage): QueueMessage {
  if (subscription.protocol === "sqs") return queueMessage(state, subscription, message);
  return { MessageBody: notification(state.account, message, subscription) };
}

function reason(error: AwsError): NonNullable<QueueMessage["MessageAttributes"]> {
  return {
    ErrorCode: { DataType: "String", StringValue: error.code },
    ErrorMessage: { DataType: "String", StringValue: error.message },
  };
}
