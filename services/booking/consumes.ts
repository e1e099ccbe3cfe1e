import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Booking reads of others' events: how far a booking is, and why it ended. */
export const expects: Expectation[] = [
  { event: "TicketIssued", version: 1, needs: z.object({ bookingId: text, seat: text, ticketNumber: text }) },
  { event: "PaymentFailed", version: 1, needs: z.object({ bookingId: text, customerId: text, reason: text }) },
  { event: "PaymentRefunded", version: 1, needs: z.object({ bookingId: text, customerId: text, reason: text }) },
];
