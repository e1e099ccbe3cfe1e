import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import type { StoredEvent } from "../events/publish-once.ts";
import { dynamo } from "../table.ts";

/**
 * A flight as the table holds it from step 9 on: its seats, and what Seat Assignment answered about each booking.
 * { "12A": "B123", "answer:B123": SeatAssigned or SeatUnavailable, "release:B123": SeatReleased }
 */
export type Flight = Record<string, unknown>;

/** The attribute with the answer to a booking's payment. No seat has such a name. */
export function answerTo(bookingId: string): string {
  return `answer:${bookingId}`;
}

/** The attribute with the release of a booking's seat. A booking that has it never gets a seat. */
export function releaseOf(bookingId: string): string {
  return `release:${bookingId}`;
}

/** The event that the flight has in this attribute. */
export function storedIn(flight: Flight, attribute: string): StoredEvent | undefined {
  return flight[attribute] as StoredEvent | undefined;
}

/** Reads the flight, strongly consistent. A flight without bookings is empty. */
export async function readFlight(flightId: string): Promise<Flight> {
  const { Item = {} } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ConsistentRead: true }),
  );
  return Item;
}

/** Changes the flight. Returns false if the condition does not hold: the flight has changed since it was read. */
export async function changeFlight(
  flightId: string,
  change: Pick<
    UpdateCommand["input"],
    "UpdateExpression" | "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
  >,
): Promise<boolean> {
  try {
    await dynamo.send(new UpdateCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ...change }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
