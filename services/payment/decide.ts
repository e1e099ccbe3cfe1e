import type { Fields } from "../events/contracts.ts";

/** Our stand-in for a payment provider accepts amounts up to this limit and declines larger ones. */
export const limit = 1000;

export type Payment = Fields<"PaymentConfirmed"> | Fields<"PaymentFailed">;

/** The result of charging for a booking. */
export function decide(booking: Fields<"BookingCreated">, paymentId: string): Payment {
  const { bookingId, customerId, flightId, amount } = booking;
  const payment = { paymentId, bookingId, customerId, flightId, amount };
  if (amount <= limit) return { status: "SUCCESS", ...payment };
  return { status: "FAILED", reason: `The amount ${amount} is above the limit of ${limit}`, ...payment };
}
