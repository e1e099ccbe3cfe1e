import * as z from "zod";
import { type Detail, expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text };

/** What Notification reads from other services' events: what it writes to the customer. */
export const ticketIssued = expectation("TicketIssued", { ...booking, flightId: text, seat: text, ticketNumber: text });
export const bookingCancelled = expectation("BookingCancelled", { ...booking, reason: text });

export type TicketIssued = Detail<typeof ticketIssued>;
export type BookingCancelled = Detail<typeof bookingCancelled>;
