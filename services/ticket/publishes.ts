import type { Example } from "../events/expectation.ts";

/** Examples of the events that Ticket publishes. Tests check consumers' expectations against them. */
export const publishes: Example[] = [
  {
    event: "TicketIssued",
    version: 1,
    fields: {
      bookingId: "B123",
      customerId: "CUST001",
      flightId: "FLIGHT001",
      seat: "12A",
      ticketNumber: "TKT-B123",
    },
  },
];
