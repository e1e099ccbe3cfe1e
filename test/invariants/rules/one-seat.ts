import { bookingIds, groupBy, type Snapshot, seatsOf } from "../snapshot.ts";

/** A booking holds at most one seat, and a seat at most one booking. */
export function oneSeat(snapshot: Snapshot): string[] {
  const violations: string[] = [];
  for (const bookingId of bookingIds(snapshot)) {
    const held = seatsOf(snapshot, bookingId);
    if (held.length > 1) violations.push(`${bookingId} holds ${held.join(" and ")}`);
  }
  const tickets = (snapshot.tables.TicketTable ?? []).filter(({ ticketNumber }) => ticketNumber !== undefined);
  for (const [seat, holders] of groupBy(tickets, ({ flightId, seat }) => `${seat} of ${flightId}`)) {
    const ids = holders.map(({ bookingId }) => bookingId);
    if (ids.length > 1) violations.push(`seat ${seat} is on the tickets of ${ids.join(" and ")}`);
  }
  return violations;
}
