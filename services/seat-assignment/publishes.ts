import type { Example } from "../events/expectation.ts";

const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001" };

/** What Seat Assignment says, for consumers to hold their expectations against. */
export const says: Example[] = [
  { event: "SeatAssigned", version: 1, says: { ...booking, seat: "12A", cabin: "ECONOMY" } },
  { event: "SeatAssigned", version: 2, says: { ...booking, seat: { row: 12, letter: "A" }, cabin: "ECONOMY" } },
  { event: "SeatUnavailable", version: 1, says: { ...booking, reason: "Flight FLIGHT001 is full" } },
];
