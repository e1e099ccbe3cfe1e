import * as z from "zod";
import { contract } from "../events/contract.ts";

const id = z.string().min(1);
const booking = { bookingId: id, customerId: id, flightId: id };
const b123 = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001" };

export const ticketIssued = contract("aircraft.ticket", "TicketIssued", {
  fields: { ...booking, seat: id, ticketNumber: id },
  example: { ...b123, seat: "12A", ticketNumber: "TKT-B123" },
});

export const ticketRejected = contract("aircraft.ticket", "TicketRejected", {
  fields: { ...booking, reason: z.string() },
  example: { ...b123, reason: "Flight FLIGHT001 is withdrawn" },
});
