import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Payment reads from other services' events: whom to charge and how much, and which payment to refund. */
export const consumes: Expectation[] = [
  {
    event: "BookingCreated",
    version: 1,
    schema: z.object({ bookingId: text, customerId: text, flightId: text, amount: z.number().positive() }),
  },
  { event: "SeatUnavailable", version: 1, schema: z.object({ bookingId: text, reason: text }) },
];
