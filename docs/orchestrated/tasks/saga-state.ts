import type { Payment } from "../../../services/payment/decide.ts";

/** The state of the saga when a task is called: the booking, and the results of earlier tasks. */
export interface SagaState {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
  charge?: Payment;
  assignSeat?: { status: "ASSIGNED"; seat: string } | { status: "UNAVAILABLE"; reason: string };
  issueTicket?: { status: "ISSUED"; ticketNumber: string } | { status: "REJECTED"; reason: string };
  releaseSeat?: { seat?: string };
  refund?: { amount: number };
  /** What Step Functions adds if a task failed at every attempt. */
  failure?: { Error: string; Cause?: string };
}

/** Why the saga ends without a ticket. A customer is told of a technical failure, but not which. */
export function reasonOf({ charge, assignSeat, issueTicket, failure }: SagaState): string {
  if (charge?.status === "FAILED") return charge.reason;
  if (assignSeat?.status === "UNAVAILABLE") return assignSeat.reason;
  if (issueTicket?.status === "REJECTED") return issueTicket.reason;
  return failure ? "The booking failed for a technical reason" : "unknown";
}
