import type { Example } from "../events/expectation.ts";

/** What Ticket says, for consumers to hold their expectations against. */
export const says: Example[] = [
  {
    event: "TicketIssued",
    version: 1,
    says: {
      bookingId: "B123",
      customerId: "CUST001",
      flightId: "FLIGHT001",
      seat: "12A",
      ticketNumber: "TKT-B123",
    },
  },
];
