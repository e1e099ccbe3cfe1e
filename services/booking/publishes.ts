import type { Example } from "../events/expectation.ts";

/** Examples of the events that Booking publishes. Tests check consumers' expectations against them. */
export const publishes: Example[] = [
  {
    event: "BookingCreated",
    version: 1,
    fields: { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 },
  },
  {
    event: "BookingCancelled",
    version: 1,
    fields: { bookingId: "B123", customerId: "CUST001", reason: "Flight FLIGHT001 is full" },
  },
];
