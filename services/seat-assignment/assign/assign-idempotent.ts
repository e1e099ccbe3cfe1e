import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import type { Detail } from "../../events/contracts.ts";
import { parse } from "../../events/parse.ts";
import { type Event, newEvent, putEvent } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { chooseSeat } from "../seats.ts";

/** PaymentConfirmed: answer a booking once, with a seat or without, and say so as often as we are asked. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const answer = await answerOnce(parse("PaymentConfirmed", event));
  await putEvent(answer);
}

/**
 * Beside who has which seat, a flight keeps what each booking was told: { "12A": "B123", "answer:B123": … }.
 * "Full" is an answer too, and stays one when the flight gets a larger aircraft.
 */
export async function answerOnce({
  bookingId,
  customerId,
  flightId,
  metadata,
}: Detail<"PaymentConfirmed">): Promise<Event> {
  const capacity = Number(environment("SEATS_PER_FLIGHT"));
  const booking = { bookingId, customerId, flightId };
  for (;;) {
    const flight = await readFlight(flightId);
    const given = flight[answerTo(bookingId)];
    if (given) return given as Event;

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

/** False if since we looked somebody else took the seat, or a repeat of the event was quicker. */
function giveSeat({ bookingId, flightId }: Booking, seat: string, answer: Event): Promise<boolean> {
  return updateIf({
    Key: { flightId },
    UpdateExpression: "SET #seat = :bookingId, #answer = :answer",
    ConditionExpression: "attribute_not_exists(#answer) AND (attribute_not_exists(#seat) OR #seat = :bookingId)",
    ExpressionAttributeNames: { "#seat": seat, "#answer": answerTo(bookingId) },
    ExpressionAttributeValues: { ":bookingId": bookingId, ":answer": answer },
  });
}

/** False if a repeat of the event was quicker. */
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

/** No seat has such a name. */
function answerTo(bookingId: string): string {
  return `answer:${bookingId}`;
}
