import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Seat Assignment reads from other services' events. It does not read the amount: Payment may change it freely. */
export const consumes: Expectation[] = [
  { event: "PaymentConfirmed", version: 1, schema: z.object({ bookingId: text, customerId: text, flightId: text }) },
];
