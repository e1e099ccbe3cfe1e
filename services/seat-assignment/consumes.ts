import * as z from "zod";
import type { Expectation } from "../events/expectation.ts";

const text = z.string().min(1);

/** What Seat Assignment reads of others' events. The amount is not among it: Payment may change that freely. */
export const expects: Expectation[] = [
  { event: "PaymentConfirmed", version: 1, needs: z.object({ bookingId: text, customerId: text, flightId: text }) },
];
