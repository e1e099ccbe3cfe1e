import * as z from "zod";
import { expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text, flightId: text };

/** What Ticket reads from other services' events: whom to issue a ticket for which seat, and which ticket to refuse. */
export const seatAssigned = expectation("SeatAssigned", { ...booking, seat: text });
export const bookingExpired = expectation("BookingExpired", { ...booking, reason: text });
