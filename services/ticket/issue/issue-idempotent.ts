import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { ticketNumber } from "../ticket-number.ts";

/** SeatAssigned: issue one ticket, and say so as often as we are asked. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, bookingId, customerId, flightId, seat } = parse("SeatAssigned", event);
  const ticket = { bookingId, customerId, flightId, seat, ticketNumber: ticketNumber(bookingId) };
  const said = newEvent("TicketIssued", ticket, metadata);
  const kept = await putIfAbsent({ ...ticket, event: said }, { bookingId });
  await putEvent(kept.event);
}
