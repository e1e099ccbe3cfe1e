import type { EventBridgeEvent } from "aws-lambda";
import type { Detail } from "../../events/expectation.ts";
import { parse } from "../../events/parse.ts";
import { type Event, newEvent } from "../../events/publish.ts";
import { publishOnce, type StoredEvent } from "../../events/publish-once.ts";
import { ticketRejected } from "../consumes.ts";
import { answerTo, changeFlight, type Flight, readFlight, releaseOf, storedIn } from "../flight.ts";
import { seatReleased } from "../publishes.ts";
import { seatOf } from "../seats.ts";

type Rejected = Detail<typeof ticketRejected>;

/**
 * Replaces release.ts from step 9 on. Releases once, and publishes one SeatReleased. If the booking has no seat, that is
 * stored and published, too: it gets none later, and Payment can refund.
 */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const rejected = parse(ticketRejected, event);
  const { flightId, bookingId } = rejected;
  await publishOnce(await findOrRelease(rejected), { key: { flightId }, attribute: releaseOf(bookingId) });
}

async function findOrRelease({ metadata, ...booking }: Rejected): Promise<StoredEvent> {
  const { flightId, bookingId } = booking;
  for (;;) {
    const flight = await readFlight(flightId);
    const stored = storedIn(flight, releaseOf(bookingId));
    if (stored) return stored;

    const seat = seatOf(flight, bookingId);
    const released = newEvent(seatReleased, { ...booking, ...(seat && { seat }) }, metadata);
    if (await (seat ? release(flightId, bookingId, seat, released) : refuse(flightId, bookingId, flight, released))) {
      return released;
    }
  }
}

/** Returns false if a repeated event was faster. */
function release(flightId: string, bookingId: string, seat: string, released: Event): Promise<boolean> {
  return changeFlight(flightId, {
    UpdateExpression: "SET #release = :released REMOVE #seat",
    ConditionExpression: "attribute_not_exists(#release) AND #seat = :bookingId",
    ExpressionAttributeNames: { "#release": releaseOf(bookingId), "#seat": seat },
    ExpressionAttributeValues: { ":released": released, ":bookingId": bookingId },
  });
}

/** Returns false if a repeated event was faster, or if the booking got a seat since we read the flight. */
function refuse(flightId: string, bookingId: string, flight: Flight, released: Event): Promise<boolean> {
  // A booking that had its answer gets no other one, so no seat either.
  const answered = storedIn(flight, answerTo(bookingId)) !== undefined;
  return changeFlight(flightId, {
    UpdateExpression: "SET #release = :released",
    ConditionExpression: `attribute_not_exists(#release) AND ${answered ? "attribute_exists" : "attribute_not_exists"}(#answer)`,
    ExpressionAttributeNames: { "#release": releaseOf(bookingId), "#answer": answerTo(bookingId) },
    ExpressionAttributeValues: { ":released": released },
  });
}
