import type { Cause } from "../events/metadata.ts";
import { newEvent } from "../events/publish.ts";
import type { StoredEvent } from "../events/publish-once.ts";
import { putIfAbsent } from "../put-if-absent.ts";
import { ticketIssued, ticketRejected } from "./publishes.ts";
import { ticketNumber } from "./ticket-number.ts";

interface Booking {
  bookingId: string;
  customerId: string;
  flightId: string;
}

/** What the Ticket service decided about a booking, with the event that says so. From step 9 on, the table holds this. */
export interface Decision extends Booking {
  status: "ISSUED" | "REJECTED";
  event: StoredEvent;
}

export function issued({ bookingId, customerId, flightId, seat }: Booking & { seat: string }, cause: Cause): Decision {
  const ticket = { bookingId, customerId, flightId, seat, ticketNumber: ticketNumber(bookingId) };
  return { ...ticket, status: "ISSUED", event: newEvent(ticketIssued, ticket, cause) };
}

export function rejected(
  { bookingId, customerId, flightId, reason }: Booking & { reason: string },
  cause: Cause,
): Decision {
  const refusal = { bookingId, customerId, flightId, reason };
  return { ...refusal, status: "REJECTED", event: newEvent(ticketRejected, refusal, cause) };
}

/** Stores the decision and returns it, or the earlier one about this booking. The first decision stands. */
export async function decideOnce(decision: Decision, cause: Cause): Promise<Decision> {
  const stored = await putIfAbsent(decision, { bookingId: decision.bookingId });
  if (stored.status) return stored;
  // A ticket from before step 9 has neither status nor event. It was issued.
  return issued(stored as Decision & { seat: string }, cause);
}
