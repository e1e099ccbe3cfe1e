import { putIfAbsent } from "../../../services/put-if-absent.ts";
import { ticketNumber } from "../../../services/ticket/ticket-number.ts";
import { refusalOf } from "../../../services/ticket/withdrawn.ts";
import type { SagaState } from "./saga-state.ts";

type Decision = NonNullable<SagaState["issueTicket"]>;

/** Issues the ticket, or reports that the airline refuses it. The first decision about a booking stands. */
export async function handler({ bookingId, customerId, flightId, assignSeat }: SagaState): Promise<Decision> {
  if (assignSeat?.status !== "ASSIGNED") throw new Error(`Booking ${bookingId} has no seat`);
  const booking = { bookingId, customerId, flightId };
  const reason = refusalOf(flightId);
  const decision: Decision = reason
    ? { status: "REJECTED", reason }
    : { status: "ISSUED", ticketNumber: ticketNumber(bookingId) };
  return decisionIn(await putIfAbsent({ ...booking, seat: assignSeat.seat, ...decision }, { bookingId }));
}

/** The part of a stored decision that later tasks read. */
export function decisionIn(stored: Decision): Decision {
  return stored.status === "ISSUED"
    ? { status: "ISSUED", ticketNumber: stored.ticketNumber }
    : { status: "REJECTED", reason: stored.reason };
}
