import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import { dynamo } from "../table.ts";
import { type Event, putEvent } from "./publish.ts";

/** An event as an item stores it, beside the state that it belongs to. */
export interface StoredEvent extends Event {
  /** Set once the event is on the bus. */
  published?: boolean;
  /** Set once the event is on the bus a second time, as the answer to a deadline (step 11). */
  publishedAgain?: boolean;
}

/** Where an event is stored: the item's key, and the attribute. */
export interface Place {
  key: Record<string, string>;
  /** Default: "event". */
  attribute?: string;
  /** Default: "published". */
  mark?: "published" | "publishedAgain";
}

/**
 * Publishes a stored event unless it is marked as published, then marks it. So a repeat publishes again only if an
 * earlier run has not come to the mark: it crashed in between, or still runs.
 */
export async function publishOnce(
  stored: StoredEvent,
  { key, attribute = "event", mark = "published" }: Place,
  publish: (event: Event) => Promise<void> = putEvent,
): Promise<void> {
  if (stored[mark]) return;
  await publish(stored);
  await setMark(stored, { key, attribute, mark });
}

/** Does nothing if the item has another event by now, or was stored before step 9, without an event. */
async function setMark({ detail }: Event, { key, attribute, mark }: Required<Place>): Promise<void> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: key,
        UpdateExpression: "SET #event.#mark = :yes",
        ConditionExpression: "#event.detail = :detail",
        ExpressionAttributeNames: { "#event": attribute, "#mark": mark },
        ExpressionAttributeValues: { ":yes": true, ":detail": detail },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
