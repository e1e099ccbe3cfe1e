import * as z from "zod";
import { contract } from "../events/contract.ts";

const id = z.string().min(1);

export const bookingCreated = contract("aircraft.booking", "BookingCreated", {
  fields: { bookingId: id, customerId: id, flightId: id, amount: z.number().positive() },
  example: { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 },
});

export const bookingCancelled = contract("aircraft.booking", "BookingCancelled", {
  fields: { bookingId: id, customerId: id, reason: z.string() },
  example: { bookingId: "B123", customerId: "CUST001", reason: "Flight FLIGHT001 is full" },
});

/** From step 11 on. */
export const bookingExpired = contract("aircraft.booking", "BookingExpired", {
  fields: { bookingId: id, customerId: id, flightId: id, reason: z.string() },
  example: {
    bookingId: "B123",
    customerId: "CUST001",
    flightId: "FLIGHT001",
    reason: "The booking was not completed within 15 minutes",
  },
});
