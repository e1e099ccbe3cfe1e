import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from "@aws-sdk/client-sqs";
import type { TestCloud } from "../../testing/index.ts";

export function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:000000000000:${name}`;
}

/** Returns the queue's URL. */
export async function createQueue(
  cloud: TestCloud,
  QueueName: string,
  Attributes: Partial<Record<string, string>> = {},
): Promise<string> {
  const { QueueUrl } = await cloud.sqs.send(
    new CreateQueueCommand({ QueueName, Attributes: Attributes as Partial<Record<QueueAttributeName, string>> }),
  );
  return QueueUrl!;
}

/** A redrive policy with the queue of this name as the dead-letter queue. */
export function redrivePolicy(name: string): string {
  return JSON.stringify({ deadLetterTargetArn: queueArn(name), maxReceiveCount: 2 });
}

export function send(
  cloud: TestCloud,
  QueueUrl: string,
  MessageBody: string,
  options: Partial<SendMessageCommandInput> = {},
) {
  return cloud.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...options }));
}

export async function receive(
  cloud: TestCloud,
  QueueUrl: string,
  options: Partial<ReceiveMessageCommandInput> = {},
): Promise<Message[]> {
  const { Messages } = await cloud.sqs.send(new ReceiveMessageCommand({ QueueUrl, ...options }));
  return Messages ?? [];
}

export async function attributes(
  cloud: TestCloud,
  QueueUrl: string,
  AttributeNames: QueueAttributeName[],
): Promise<Record<string, string>> {
  const { Attributes } = await cloud.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  return (Attributes ?? {}) as Record<string, string>;
}
