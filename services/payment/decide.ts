import type { Fields } from "../events/contract.ts";
import type { paymentConfirmed, paymentFailed } from "./publishes.ts";

/** Our stand-in for a payment provider accepts amounts up to this limit and declines larger ones. */
export const limit = 1000;

export type Payment = Fields<typeof paymentConfirmed> | Fields<typeof paymentFailed>;

/** Whom to charge for which booking, and how much. */
export interface Charge {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
}

/** The result of charging for a booking. */
export function decide({ bookingId, customerId, flightId, amount }: Charge, paymentId: string): Payment {
  const payment = { paymentId, bookingId, customerId, flightId, amount };
  if (amount <= limit) return { status: "SUCCESS", ...payment };
  return { status: "FAILED", reason: `The amount ${amount} is above the limit of ${limit}`, ...payment };
}
