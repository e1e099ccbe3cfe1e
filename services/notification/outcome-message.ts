import type { ReceivedEvent } from "../events/parse-one-of.ts";
import { bookingCancelled, ticketIssued } from "./consumes.ts";
import { ticketMessage } from "./message.ts";

/** The two events that end a booking. */
export const outcomes = [ticketIssued, bookingCancelled];

/** The message to the customer about the outcome of a booking. */
export function outcomeMessage(outcome: ReceivedEvent<(typeof outcomes)[number]>): { subject: string; text: string } {
  if (outcome.name === "TicketIssued") return ticketMessage(outcome.detail);
  const { bookingId, reason } = outcome.detail;
  return {
    subject: `Your booking ${bookingId} is cancelled`,
    text: `Booking ${bookingId} is cancelled, and you pay nothing. ${reason}.`,
  };
}
