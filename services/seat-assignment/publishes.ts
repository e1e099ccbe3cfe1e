import type { Example } from "../events/expectation.ts";

const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001" };

/** Examples of the events that Seat Assignment publishes. Tests check consumers' expectations against them. */
export const publishes: Example[] = [
  { event: "SeatAssigned", version: 1, fields: { ...booking, seat: "12A", cabin: "ECONOMY" } },
  { event: "SeatAssigned", version: 2, fields: { ...booking, seat: { row: 12, letter: "A" }, cabin: "ECONOMY" } },
  { event: "SeatUnavailable", version: 1, fields: { ...booking, reason: "Flight FLIGHT001 is full" } },
];
