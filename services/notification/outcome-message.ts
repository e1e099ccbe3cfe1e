import type { Heard } from "../events/parse-one-of.ts";
import { ticketMessage } from "./message.ts";

/** The events that end a booking, one way or the other. */
export const ends = ["TicketIssued", "BookingCancelled"] as const;

/** What we tell the customer of the end, whichever it is. */
export function endMessage(end: Heard<(typeof ends)[number]>): { subject: string; text: string } {
  if (end.name === "TicketIssued") return ticketMessage(end.detail);
  const { bookingId, reason } = end.detail;
  return {
    subject: `Your booking ${bookingId} is cancelled`,
    text: `Booking ${bookingId} is cancelled, and you pay nothing. ${reason}.`,
  };
}
