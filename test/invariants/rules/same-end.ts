import { outcomeMessage } from "../../../services/notification/outcome-message.ts";
import { moneyTaken } from "../money.ts";
import { bookingOf, type Item, itemsOf, messagesTo, type Snapshot, seatsOf, ticketOf } from "../snapshot.ts";
import { differences } from "./differences.ts";

/** Every booking that was answered 202 is ticketed or cancelled, and all five services agree. */
export function sameEnd(snapshot: Snapshot): string[] {
  return snapshot.accepted.flatMap(({ bookingId, amount }) => {
    const booking = bookingOf(snapshot, bookingId);
    if (!booking) return [`Booking has no ${bookingId}`];
    if (booking.status === "TICKETED") return ticketedDifferences(snapshot, booking, amount);
    if (booking.status === "CANCELLED") {
      return differences(
        `${bookingId} is CANCELLED`,
        messagePairs(snapshot, bookingId, textOf("BookingCancelled", booking)),
      );
    }
    return [`${bookingId} is still ${booking.status}`];
  });
}

function ticketedDifferences(snapshot: Snapshot, booking: Item, amount: number): string[] {
  const bookingId = String(booking.bookingId);
  const ticket = ticketOf(snapshot, bookingId);
  const [seat] = seatsOf(snapshot, bookingId);
  return differences(`${bookingId} is TICKETED`, {
    "Booking's seat": [booking.seat, seat],
    "Booking's ticket number": [booking.ticketNumber, ticket?.ticketNumber],
    "Ticket's seat": [ticket?.seat, seat],
    "Payment's sum": [moneyTaken(snapshot, bookingId), amount],
    ...messagePairs(snapshot, bookingId, textOf("TicketIssued", { ...ticket, ...booking })),
  });
}

function messagePairs(snapshot: Snapshot, bookingId: string, expected: string): Record<string, [string, string]> {
  const distinct = (texts: unknown[]) => [...new Set(texts)].join(" and ");
  const sent = messagesTo(snapshot, bookingId).map(({ text }) => text);
  const recorded = itemsOf(snapshot, "NotificationTable", bookingId).map(({ text }) => text);
  return {
    "Notification's message": [distinct(sent), expected],
    "Notification's record": [distinct(recorded), expected],
  };
}

function textOf(name: "TicketIssued" | "BookingCancelled", detail: Item): string {
  return outcomeMessage({ name, detail } as Parameters<typeof outcomeMessage>[0]).text;
}
