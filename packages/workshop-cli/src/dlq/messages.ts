import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { DlqClients } from "./dlq-clients.ts";
import { type FailedEvent, readFailedEvent } from "./failed-event.ts";
import type { FailureQueue } from "./failure-queues.ts";

/** How long messages that we received stay hidden from other readers if we cannot put them back. */
const hiddenSeconds = 300;
/** SQS's maximum per call. */
const batchSize = 10;

/** Receives all messages from the queues, oldest first. Each is hidden from other readers until it is put back or deleted. */
export async function takeFailedEvents(
  clients: DlqClients,
  queues: readonly FailureQueue[],
  { isLocal }: { isLocal: boolean },
): Promise<FailedEvent[]> {
  const taken = await Promise.all(
    queues.map(async (queue) =>
      (await takeMessages(clients, queue.url, { isLocal })).map((message) => readFailedEvent(queue, message)),
    ),
  );
  return taken.flat().sort((a, b) => a.at - b.at || order(a.message.MessageId, b.message.MessageId));
}

export async function putBack(clients: Pick<DlqClients, "sqs">, failed: readonly FailedEvent[]): Promise<void> {
  for (const [queueUrl, messages] of byQueue(failed)) await putBackMessages(clients, queueUrl, messages);
}

export async function remove({ sqs }: DlqClients, { queue, message }: FailedEvent): Promise<void> {
  await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: message.ReceiptHandle }));
}

/** Receives all messages from one queue. They are hidden from other readers until they are put back or deleted. */
export async function takeMessages(
  { sqs }: Pick<DlqClients, "sqs">,
  QueueUrl: string,
  { isLocal }: { isLocal: boolean },
): Promise<Message[]> {
  // A short poll asks only some of AWS's servers, and may miss messages.
  const WaitTimeSeconds = isLocal ? 0 : 2;
  const taken = new Map<string, Message>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        WaitTimeSeconds,
        MaxNumberOfMessages: batchSize,
        VisibilityTimeout: hiddenSeconds,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["SentTimestamp"],
      }),
    );
    const before = taken.size;
    // A message that is received again has a new receipt handle, and only the newest one is valid.
    for (const message of Messages) taken.set(message.MessageId!, message);
    if (taken.size === before) return [...taken.values()];
  }
}

export async function putBackMessages(
  { sqs }: Pick<DlqClients, "sqs">,
  QueueUrl: string,
  messages: readonly Message[],
): Promise<void> {
  for (let start = 0; start < messages.length; start += batchSize) {
    const Entries = messages
      .slice(start, start + batchSize)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

function byQueue(failed: readonly FailedEvent[]): Map<string, Message[]> {
  const queues = new Map<string, Message[]>();
  for (const { queue, message } of failed) queues.set(queue.url, [...(queues.get(queue.url) ?? []), message]);
  return queues;
}

function order(a = "", b = ""): number {
  return a < b ? -1 : Number(a > b);
}
