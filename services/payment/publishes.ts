import type { Example } from "../events/expectation.ts";

const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

/** What Payment says, for consumers to hold their expectations against. */
export const says: Example[] = [
  { event: "PaymentConfirmed", version: 1, says: { status: "SUCCESS", paymentId: "PAY-B123", ...booking } },
  {
    event: "PaymentFailed",
    version: 1,
    says: {
      status: "FAILED",
      reason: "The amount 1200 is above the limit of 1000",
      paymentId: "PAY-B123",
      ...booking,
      amount: 1200,
    },
  },
  {
    event: "PaymentRefunded",
    version: 1,
    says: {
      status: "REFUNDED",
      reason: "Flight FLIGHT001 is full",
      paymentId: "REF-B123",
      refunds: "PAY-B123",
      ...booking,
    },
  },
];
