import type { Example } from "../events/expectation.ts";

const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

/** Examples of the events that Payment publishes. Tests check consumers' expectations against them. */
export const publishes: Example[] = [
  { event: "PaymentConfirmed", version: 1, fields: { status: "SUCCESS", paymentId: "PAY-B123", ...booking } },
  {
    event: "PaymentFailed",
    version: 1,
    fields: {
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
    fields: {
      status: "REFUNDED",
      reason: "Flight FLIGHT001 is full",
      paymentId: "REF-B123",
      refunds: "PAY-B123",
      ...booking,
    },
  },
];
