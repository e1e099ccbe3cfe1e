import * as z from "zod";
import { expectation } from "../events/expectation.ts";

const text = z.string().min(1);
const booking = { bookingId: text, customerId: text, flightId: text };

/** What Payment reads from other services' events: whom to charge and how much, and why to refund. */
export const bookingCreated = expectation("BookingCreated", { ...booking, amount: z.number().positive() });
export const seatUnavailable = expectation("SeatUnavailable", { ...booking, reason: text });
export const seatReleased = expectation("SeatReleased", { ...booking, reason: text });
