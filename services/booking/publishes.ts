import type { Example } from "../events/expectation.ts";

/** What Booking says, for consumers to hold their expectations against. */
export const says: Example[] = [
  {
    event: "BookingCreated",
    version: 1,
    says: { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 },
  },
  {
    event: "BookingCancelled",
    version: 1,
    says: { bookingId: "B123", customerId: "CUST001", reason: "Flight FLIGHT001 is full" },
  },
];
