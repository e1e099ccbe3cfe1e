import type { TicketIssued } from "./consumes.ts";

/** The message to the customer about a ticket. */
export function ticketMessage(ticket: Omit<TicketIssued, "metadata">): { subject: string; text: string } {
  const { bookingId, flightId, seat, ticketNumber } = ticket;
  return {
    subject: `Your ticket for ${flightId}`,
    text: `Booking ${bookingId} is ticketed: flight ${flightId}, seat ${seat}, ticket ${ticketNumber}.`,
  };
}
