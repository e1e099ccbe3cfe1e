import * as z from "zod";
import { expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const ending = { bookingId: text, customerId: text, reason: text };

/** What Booking reads from other services' events: the ticket, or why the booking ended. */
export const ticketIssued = expectation("TicketIssued", { bookingId: text, seat: text, ticketNumber: text });
export const paymentFailed = expectation("PaymentFailed", ending);
export const paymentRefunded = expectation("PaymentRefunded", ending);
