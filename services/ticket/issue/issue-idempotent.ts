import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { ticketNumber } from "../ticket-number.ts";

/** Replaces issue.ts from step 9 on. Issues one ticket; a repeated event publishes the same TicketIssued again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, bookingId, customerId, flightId, seat } = parse("SeatAssigned", event);
  const ticket = { bookingId, customerId, flightId, seat, ticketNumber: ticketNumber(bookingId) };
  const outgoing = newEvent("TicketIssued", ticket, metadata);
  const stored = await putIfAbsent({ ...ticket, event: outgoing }, { bookingId });
  await putEvent(stored.event);
}
