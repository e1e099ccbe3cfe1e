import type { Clients } from "../connection/clients.ts";
import { putBackMessages, takeMessages } from "../dlq/messages.ts";

/**
 * The first message in the customer's inbox that contains `text`; undefined if there is none. All messages are read,
 * since SQS returns ten at most, and they stay in the queue.
 */
export async function findInInbox(
  { sqs }: Pick<Clients, "sqs">,
  QueueUrl: string,
  text: string,
  { isLocal }: { isLocal: boolean },
): Promise<string | undefined> {
  const messages = await takeMessages({ sqs }, QueueUrl, { isLocal });
  await putBackMessages({ sqs }, QueueUrl, messages);
  return messages.find(({ Body }) => Body?.includes(text))?.Body;
}
