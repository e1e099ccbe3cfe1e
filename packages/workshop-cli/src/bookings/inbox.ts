import type { Clients } from "../connection/clients.ts";
import { putBackMessages, takeMessages } from "../dlq/messages.ts";

/** The first message in the customer's inbox that contains `text`; undefined if there is none. */
export async function findInInbox(
  { sqs }: Pick<Clients, "sqs">,
  QueueUrl: string,
  text: string,
  { isLocal }: { isLocal: boolean },
): Promise<string | undefined> {
  return (await readInbox({ sqs }, QueueUrl, { isLocal })).find((message) => message.text.includes(text))?.text;
}

/** A message to the customer. */
export interface InboxMessage {
  text: string;
  /** When SNS sent it to the inbox: ISO 8601. */
  at: string;
}

/** All messages in the customer's inbox, oldest first. SQS returns ten at most at a time. They stay in the queue. */
export async function readInbox(
  { sqs }: Pick<Clients, "sqs">,
  QueueUrl: string,
  { isLocal }: { isLocal: boolean },
): Promise<InboxMessage[]> {
  const messages = await takeMessages({ sqs }, QueueUrl, { isLocal });
  await putBackMessages({ sqs }, QueueUrl, messages);
  return messages
    .map(({ Body = "", Attributes }) => ({
      text: Body.trimEnd(),
      at: new Date(Number(Attributes?.SentTimestamp)).toISOString(),
    }))
    .sort((one, other) => one.at.localeCompare(other.at));
}
