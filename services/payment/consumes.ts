import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Payment reads of others' events: whom to charge how much, and what to give back. */
export const expects: Expectation[] = [
  {
    event: "BookingCreated",
    version: 1,
    needs: z.object({ bookingId: text, customerId: text, flightId: text, amount: z.number().positive() }),
  },
  { event: "SeatUnavailable", version: 1, needs: z.object({ bookingId: text, reason: text }) },
];
