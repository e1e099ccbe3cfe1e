import {
  CreateLogStreamCommand,
  PutLogEventsCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import { readLogEvents } from "../connection/log-events.ts";
import type { DlqClients } from "./dlq-clients.ts";
import type { FailedEvent, Kind } from "./failed-event.ts";
import { remove } from "./messages.ts";

/** Records of discarded messages are in this stream of the event log, beside the events themselves. */
export const discardedStream = "discarded";

/** Who discarded a message, when and why, with the whole message: it could be sent to its queue again. */
export interface Discarded {
  /** ISO 8601, by the account's clock. */
  at: string;
  /** The caller's ARN. */
  by: string;
  reason: string;
  kind: Kind;
  cause: string;
  error: string;
  target: string;
  detailType?: string;
  bookingId?: string;
  /** The queue's ARN. */
  queue: string;
  message: { id?: string; body?: string; attributes?: Record<string, MessageAttributeValue>; sentAt?: string };
}

export interface DiscardOptions {
  /** The log group of all events. */
  logGroup: string;
  /** The caller's ARN. */
  by: string;
  reason: string;
  /** The account's time, in milliseconds since 1970. */
  now: number;
  /** Called with each message that was deleted. */
  onDiscarded?: (failed: FailedEvent) => void;
}

/**
 * Deletes messages from their queues for good, and keeps a record of each in the account. The record is written first: if
 * this process is killed in between, the message is still in its queue, and discarding it again writes a second record.
 *
 * @throws Error if a record cannot be written; that message and those after it are still in their queues.
 */
export async function discard(
  clients: DlqClients,
  events: readonly FailedEvent[],
  { logGroup, by, reason, now, onDiscarded = () => {} }: DiscardOptions,
): Promise<Discarded[]> {
  if (events.length > 0) await createStream(clients, logGroup);
  const records: Discarded[] = [];
  for (const failed of events) {
    const record = recordOf(failed, { at: new Date(now).toISOString(), by, reason });
    await write(clients, logGroup, record, now);
    await remove(clients, failed);
    onDiscarded(failed);
    records.push(record);
  }
  return records;
}

/** The records that the log still holds, oldest first. */
export async function readDiscarded({ logs }: Pick<DlqClients, "logs">, logGroup: string): Promise<Discarded[]> {
  try {
    const written = await readLogEvents(logs, { logGroupName: logGroup, logStreamNames: [discardedStream] });
    return written.map(({ message = "" }) => (JSON.parse(message) as { discarded: Discarded }).discarded);
  } catch (error) {
    // Nothing has been discarded yet.
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

function recordOf(
  { kind, cause, error, target, event, queue, message }: FailedEvent,
  decision: Pick<Discarded, "at" | "by" | "reason">,
): Discarded {
  const { MessageId, Body, MessageAttributes, Attributes } = message;
  return {
    ...decision,
    kind,
    cause,
    error,
    target,
    detailType: event?.["detail-type"],
    bookingId: event?.detail?.bookingId,
    queue: queue.arn,
    message: { id: MessageId, body: Body, attributes: MessageAttributes, sentAt: Attributes?.SentTimestamp },
  };
}

/** One level deep, so that no query for events takes it for an event. */
async function write({ logs }: DlqClients, logGroupName: string, discarded: Discarded, timestamp: number) {
  const { rejectedLogEventsInfo } = await logs.send(
    new PutLogEventsCommand({
      logGroupName,
      logStreamName: discardedStream,
      logEvents: [{ timestamp, message: JSON.stringify({ discarded }) }],
    }),
  );
  if (rejectedLogEventsInfo)
    throw new Error(`CloudWatch Logs rejected the record: ${JSON.stringify(rejectedLogEventsInfo)}`);
}

async function createStream({ logs }: DlqClients, logGroupName: string): Promise<void> {
  try {
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: discardedStream }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  }
}
