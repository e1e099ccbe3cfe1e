import * as z from "zod";
import { expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text, flightId: text };

/** What Seat Assignment reads from other services' events. It does not read the amount: Payment may change it freely. */
export const paymentConfirmed = expectation("PaymentConfirmed", booking);
export const ticketRejected = expectation("TicketRejected", { ...booking, reason: text });
