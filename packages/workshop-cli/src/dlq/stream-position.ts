import { GetItemCommand, UpdateItemCommand, type AttributeValue as Value } from "@aws-sdk/client-dynamodb";
import {
  type _Record,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import type { DlqClients } from "./dlq-clients.ts";

/** Where in a table's stream the records are that a pipe gave up on ("EventBridge Pipes error handling"). */
export interface StreamPosition {
  streamArn: string;
  shardId: string;
  /** Sequence numbers of the first and last record. */
  first: string;
  last: string;
}

type Item = Record<string, Value>;

/** An event that a write stored in its item, in the form of step 14. */
export interface StoredEvent {
  detailType: string;
  bookingId: string;
  key: Item;
  /** The item's attribute `event`. */
  event: Value;
}

/**
 * The events that the records at this position stored, oldest first.
 *
 * @throws Error in words if the stream no longer has the records: it keeps them for a day
 */
export async function readStoredEvents(
  { streams }: Pick<DlqClients, "streams">,
  { streamArn, shardId, first, last }: StreamPosition,
): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  try {
    const start = await streams.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ShardIteratorType: "AT_SEQUENCE_NUMBER",
        SequenceNumber: first,
      }),
    );
    let iterator = start.ShardIterator;
    while (iterator) {
      const { Records = [], NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      const wanted = Records.filter(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0) <= BigInt(last));
      found.push(...wanted.flatMap((record) => storedEvent(record) ?? []));
      const isPast = wanted.length < Records.length || Records.at(-1)?.dynamodb?.SequenceNumber === last;
      iterator = isPast || Records.length === 0 ? undefined : NextShardIterator;
    }
    return found;
  } catch (error) {
    if (!isTrimmed(error)) throw error;
    throw new Error(
      "The stream no longer has these records: it keeps them for 24 hours. Each item still has its latest event.",
    );
  }
}

function isTrimmed(error: unknown): boolean {
  return (
    error instanceof TrimmedDataAccessException ||
    error instanceof ResourceNotFoundException ||
    error instanceof ExpiredIteratorException
  );
}

function storedEvent({ dynamodb: { Keys = {}, NewImage, OldImage } = {} }: _Record): StoredEvent | undefined {
  const event = NewImage?.event as Value | undefined;
  if (!event?.M || JSON.stringify(event) === JSON.stringify(OldImage?.event)) return undefined;
  return { detailType: event.M.detailType?.S ?? "?", bookingId: Keys.bookingId?.S ?? "", key: Keys as Item, event };
}

/**
 * Stores the event in its item again, so that the pipe publishes it: it passes on an event that was not there before.
 * Then restores the item's latest event, which is published again too, under its own id, so that consumers drop it.
 *
 * @throws Error if the item is gone, or if another write changed its event meanwhile
 */
export async function storeAgain(
  { dynamodb }: Pick<DlqClients, "dynamodb">,
  streamArn: string,
  { key, event }: StoredEvent,
): Promise<void> {
  const TableName = streamArn.split("/")[1];
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }));
  if (!Item) throw new Error("Its item was deleted.");
  const latest = Item.event;
  const change = (UpdateExpression: string, ConditionExpression: string, values: Record<string, Value | undefined>) =>
    dynamodb.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        UpdateExpression,
        ConditionExpression,
        ExpressionAttributeNames: { "#event": "event" },
        ExpressionAttributeValues: values as Item,
      }),
    );
  if (latest) await change("REMOVE #event", "#event.detail = :latest", { ":latest": detailOf(latest) });
  await change("SET #event = :again", "attribute_not_exists(#event)", { ":again": event });
  if (!latest || detailOf(latest)?.S === detailOf(event)?.S) return;
  await change("SET #event = :latest", "#event.detail = :again", { ":latest": latest, ":again": detailOf(event) });
}

/** The event's detail, as JSON; it has the event's id. */
function detailOf({ M: event }: Value): Value | undefined {
  return event?.detail;
}
