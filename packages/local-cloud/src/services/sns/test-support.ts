import { CreateTopicCommand, PublishCommand, type PublishCommandInput, SubscribeCommand } from "@aws-sdk/client-sns";
import type { Message } from "@aws-sdk/client-sqs";
import type { TestCloud } from "../../testing/index.ts";
import { createQueue as createSqsQueue, queueArn, receive } from "../sqs/test-support.ts";

export const topicArn = "arn:aws:sns:us-east-1:000000000000:notices";

/** Creates the topic `topicArn`. */
export async function createTopic(cloud: TestCloud): Promise<string> {
  return (await cloud.sns.send(new CreateTopicCommand({ Name: "notices" }))).TopicArn!;
}

/**
 * Creates a queue with a policy that lets one topic send messages; returns its URL.
 *
 * @param source the topic's ARN; null for a queue without a policy
 */
export function createQueue(cloud: TestCloud, name: string, source: string | null = topicArn): Promise<string> {
  if (source === null) return createSqsQueue(cloud, name);
  const statement = {
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: queueArn(name),
    Condition: { ArnEquals: { "aws:SourceArn": source } },
  };
  return createSqsQueue(cloud, name, { Policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
}

export function subscribeQueue(cloud: TestCloud, Attributes: Record<string, string> = {}, queue = "inbox") {
  return subscribe(cloud, "sqs", queueArn(queue), Attributes);
}

export function subscribeEmail(cloud: TestCloud) {
  return subscribe(cloud, "email", "cust001@example.com");
}

/** Returns the subscription's ARN. */
async function subscribe(
  cloud: TestCloud,
  Protocol: string,
  Endpoint: string,
  Attributes: Record<string, string> = {},
): Promise<string> {
  const input = { TopicArn: topicArn, Protocol, Endpoint, Attributes };
  return (await cloud.sns.send(new SubscribeCommand(input))).SubscriptionArn!;
}

export function publish(cloud: TestCloud, Message: string, options: Partial<PublishCommandInput> = {}) {
  return cloud.sns.send(new PublishCommand({ TopicArn: topicArn, Message, ...options }));
}

/** Up to ten messages of a queue, once all pending deliveries are done. */
export async function messagesIn(cloud: TestCloud, name: string): Promise<Message[]> {
  await cloud.clock.settle();
  const url = `${cloud.endpoint}/000000000000/${name}`;
  return receive(cloud, url, { MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] });
}
