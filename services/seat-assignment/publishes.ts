import * as z from "zod";
import { contract } from "../events/contract.ts";

const id = z.string().min(1);
const booking = { bookingId: id, customerId: id, flightId: id };
const b123 = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001" };

export const seatAssigned = contract("aircraft.seat-assignment", "SeatAssigned", {
  fields: { ...booking, seat: id },
  example: { ...b123, seat: "12A" },
});

/** From step 12 on. Row and letter are separate; in version 1 they are one string. */
export const seatAssigned2 = contract("aircraft.seat-assignment", "SeatAssigned", {
  version: 2,
  fields: { ...booking, seat: z.object({ row: z.int().positive(), letter: z.string().regex(/^[A-F]$/) }) },
  example: { ...b123, seat: { row: 12, letter: "A" } },
});

export const seatUnavailable = contract("aircraft.seat-assignment", "SeatUnavailable", {
  fields: { ...booking, reason: z.string() },
  example: { ...b123, reason: "Flight FLIGHT001 is full" },
});

export const seatReleased = contract("aircraft.seat-assignment", "SeatReleased", {
  fields: {
    ...booking,
    /** Absent if the booking held no seat. */
    seat: id.optional(),
    reason: z.string(),
  },
  example: { ...b123, seat: "12A", reason: "Flight FLIGHT001 is withdrawn" },
});
