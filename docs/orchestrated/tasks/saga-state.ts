import type { Fields } from "../../../services/events/contract.ts";
import type { Payment } from "../../../services/payment/decide.ts";
import type { ticketIssued } from "../../../services/ticket/publishes.ts";

/** The state of the saga when a task is called: the booking, and the results of earlier tasks. */
export interface SagaState {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
  charge?: Payment;
  assignSeat?: { status: "ASSIGNED"; seat: string } | { status: "FULL"; reason: string };
  issueTicket?: Pick<Fields<typeof ticketIssued>, "ticketNumber">;
  refund?: { paymentId: string };
}

/** Why the saga ends without a ticket. */
export function reasonOf({ charge, assignSeat }: SagaState): string {
  if (charge?.status === "FAILED") return charge.reason;
  return assignSeat?.status === "FULL" ? assignSeat.reason : "unknown";
}
