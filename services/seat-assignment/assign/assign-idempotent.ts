import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import type { Detail } from "../../events/contracts.ts";
import { parse } from "../../events/parse.ts";
import { type Event, newEvent, putEvent } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { chooseSeat } from "../seats.ts";

/** Replaces assign.ts from step 9 on. Decides once per booking; a repeated event publishes the same answer again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const answer = await findOrCreateAnswer(parse("PaymentConfirmed", event));
  await putEvent(answer);
}

/**
 * Returns the stored answer for a booking, or decides and stores it. A flight holds both seats and answers:
 * { "12A": "B123", "answer:B123": … }. SeatUnavailable is an answer too: it stays, even if the flight gets
 * a larger aircraft.
 */
export async function findOrCreateAnswer({
  bookingId,
  customerId,
  flightId,
  metadata,
}: Detail<"PaymentConfirmed">): Promise<Event> {
  const capacity = Number(environment("SEATS_PER_FLIGHT"));
  const booking = { bookingId, customerId, flightId };
  for (;;) {
    const flight = await readFlight(flightId);
    const stored = flight[answerTo(bookingId)];
    if (stored) return stored as Event;

    const seat = chooseSeat(flight, bookingId, capacity);
    const answer = seat
      ? newEvent("SeatAssigned", { ...booking, seat }, metadata)
      : newEvent("SeatUnavailable", { ...booking, reason: `Flight ${flightId} is full` }, metadata);
    if (await (seat ? giveSeat(booking, seat, answer) : turnAway(booking, answer))) return answer;
  }
}

async function readFlight(flightId: string): Promise<Record<string, unknown>> {
  const { Item = {} } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ConsistentRead: true }),
  );
  return Item;
}

interface Booking {
  bookingId: string;
  flightId: string;
}

/** Returns false if, since we read the flight, another booking took the seat or a repeated event was faster. */
function giveSeat({ bookingId, flightId }: Booking, seat: string, answer: Event): Promise<boolean> {
  return updateIf({
    Key: { flightId },
    UpdateExpression: "SET #seat = :bookingId, #answer = :answer",
    ConditionExpression: "attribute_not_exists(#answer) AND (attribute_not_exists(#seat) OR #seat = :bookingId)",
    ExpressionAttributeNames: { "#seat": seat, "#answer": answerTo(bookingId) },
    ExpressionAttributeValues: { ":bookingId": bookingId, ":answer": answer },
  });
}

/** Returns false if a repeated event was faster. */
function turnAway({ bookingId, flightId }: Booking, answer: Event): Promise<boolean> {
  return updateIf({
    Key: { flightId },
    UpdateExpression: "SET #answer = :answer",
    ConditionExpression: "attribute_not_exists(#answer)",
    ExpressionAttributeNames: { "#answer": answerTo(bookingId) },
    ExpressionAttributeValues: { ":answer": answer },
  });
}

async function updateIf(update: Omit<UpdateCommand["input"], "TableName">): Promise<boolean> {
  try {
    await dynamo.send(new UpdateCommand({ TableName: environment("TABLE_NAME"), ...update }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The attribute for the answer. No seat has such a name. */
function answerTo(bookingId: string): string {
  return `answer:${bookingId}`;
}
