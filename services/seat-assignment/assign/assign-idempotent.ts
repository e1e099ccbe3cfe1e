import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import type { Detail } from "../../events/expectation.ts";
import { parse } from "../../events/parse.ts";
import { type Event, newEvent } from "../../events/publish.ts";
import { publishOnce, type StoredEvent } from "../../events/publish-once.ts";
import { paymentConfirmed } from "../consumes.ts";
import { answerTo, changeFlight, type Flight, readFlight, releaseOf, storedIn } from "../flight.ts";
import { seatAssigned, seatUnavailable } from "../publishes.ts";
import { chooseSeat } from "../seats.ts";

type Booking = Detail<typeof paymentConfirmed>;

/** Replaces assign.ts from step 9 on. Decides once per booking, and publishes one answer. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const booking = parse(paymentConfirmed, event);
  const { flightId, bookingId } = booking;
  await publishOnce(await findOrCreateAnswer(booking), { key: { flightId }, attribute: answerTo(bookingId) });
}

/**
 * Returns the stored answer for a booking, or decides and stores it. SeatUnavailable is an answer too: it stays, even
 * if the flight gets a larger aircraft.
 */
export async function findOrCreateAnswer(booking: Booking): Promise<StoredEvent> {
  for (;;) {
    const flight = await readFlight(booking.flightId);
    const stored = storedIn(flight, answerTo(booking.bookingId));
    if (stored) return stored;

    const seat = seatFor(booking, flight);
    const answer = answerFor(booking, flight, seat);
    if (await (seat ? giveSeat(booking, seat, answer) : turnAway(booking, answer))) return answer;
  }
}

/** Undefined if the flight is full, or if the booking was cancelled before it got a seat. */
function seatFor({ bookingId }: Booking, flight: Flight): string | undefined {
  if (storedIn(flight, releaseOf(bookingId))) return undefined;
  return chooseSeat(flight, bookingId, Number(environment("SEATS_PER_FLIGHT")));
}

function answerFor({ metadata, ...booking }: Booking, flight: Flight, seat: string | undefined): Event {
  if (seat) return newEvent(seatAssigned, { ...booking, seat }, metadata);
  const released = storedIn(flight, releaseOf(booking.bookingId));
  const reason = released ? JSON.parse(released.detail).reason : `Flight ${booking.flightId} is full`;
  return newEvent(seatUnavailable, { ...booking, reason }, metadata);
}

/** Returns false if, since we read the flight, another booking took the seat, a repeat was faster, or it was released. */
function giveSeat({ bookingId, flightId }: Booking, seat: string, answer: Event): Promise<boolean> {
  return changeFlight(flightId, {
    UpdateExpression: "SET #seat = :bookingId, #answer = :answer",
    ConditionExpression:
      "attribute_not_exists(#answer) AND attribute_not_exists(#release) AND " +
      "(attribute_not_exists(#seat) OR #seat = :bookingId)",
    ExpressionAttributeNames: { "#seat": seat, "#answer": answerTo(bookingId), "#release": releaseOf(bookingId) },
    ExpressionAttributeValues: { ":bookingId": bookingId, ":answer": answer },
  });
}

/** Returns false if a repeated event was faster. */
function turnAway({ bookingId, flightId }: Booking, answer: Event): Promise<boolean> {
  return changeFlight(flightId, {
    UpdateExpression: "SET #answer = :answer",
    ConditionExpression: "attribute_not_exists(#answer)",
    ExpressionAttributeNames: { "#answer": answerTo(bookingId) },
    ExpressionAttributeValues: { ":answer": answer },
  });
}
