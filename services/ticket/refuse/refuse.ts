import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { bookingExpired } from "../consumes.ts";
import { decideOnce, rejected } from "../decision.ts";

/**
 * BookingExpired, from step 11 on: refuses the ticket, unless it was issued. One conditional write decides the race
 * between the deadline and a late ticket. Publishes the decision: TicketRejected, or TicketIssued again, since Booking
 * seems to have missed it.
 */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, ...booking } = parse(bookingExpired, event);
  const { bookingId, status, event: stored } = await decideOnce(rejected(booking, metadata), metadata);
  await publishOnce(stored, { key: { bookingId }, mark: status === "ISSUED" ? "publishedAgain" : "published" });
}
