import type { Fields } from "../events/contracts.ts";

/** Our stand-in for a payment provider takes every amount up to this one, and declines what is above. */
export const limit = 1000;

export type Payment = Fields<"PaymentConfirmed"> | Fields<"PaymentFailed">;

/** What comes of charging for a booking. */
export function decide(booking: Fields<"BookingCreated">, paymentId: string): Payment {
  const { bookingId, customerId, flightId, amount } = booking;
  const payment = { paymentId, bookingId, customerId, flightId, amount };
  if (amount <= limit) return { status: "SUCCESS", ...payment };
  return { status: "FAILED", reason: `The amount ${amount} is above the limit of ${limit}`, ...payment };
}
