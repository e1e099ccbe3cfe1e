import type { Fields } from "../../../services/events/contracts.ts";
import type { Payment } from "../../../services/payment/decide.ts";

/** What the conductor has gathered by the time that a task is called. */
export interface Story {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
  charge?: Payment;
  assignSeat?: { status: "ASSIGNED"; seat: string } | { status: "FULL"; reason: string };
  issueTicket?: Pick<Fields<"TicketIssued">, "ticketNumber">;
  refund?: { paymentId: string };
}

/** Why the story ends without a ticket. */
export function reasonOf({ charge, assignSeat }: Story): string {
  if (charge?.status === "FAILED") return charge.reason;
  return assignSeat?.status === "FULL" ? assignSeat.reason : "unknown";
}
