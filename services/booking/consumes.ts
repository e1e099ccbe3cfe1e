import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Booking reads from other services' events: the ticket, or why the booking ended. */
export const consumes: Expectation[] = [
  { event: "TicketIssued", version: 1, schema: z.object({ bookingId: text, seat: text, ticketNumber: text }) },
  { event: "PaymentFailed", version: 1, schema: z.object({ bookingId: text, customerId: text, reason: text }) },
  { event: "PaymentRefunded", version: 1, schema: z.object({ bookingId: text, customerId: text, reason: text }) },
];
