import { moneyTaken } from "../money.ts";
import { bookingIds, bookingOf, type Snapshot, seatsOf, ticketOf } from "../snapshot.ts";
import { differences } from "./differences.ts";

/** A cancelled booking holds neither seat nor money nor ticket. */
export function cancelledHoldsNothing(snapshot: Snapshot): string[] {
  return bookingIds(snapshot)
    .filter((bookingId) => bookingOf(snapshot, bookingId)?.status === "CANCELLED")
    .flatMap((bookingId) =>
      differences(`${bookingId} is CANCELLED`, {
        "Seat Assignment's seat": [seatsOf(snapshot, bookingId).join(" and "), ""],
        "Payment's sum": [moneyTaken(snapshot, bookingId), 0],
        "Ticket's number": [ticketOf(snapshot, bookingId)?.ticketNumber, undefined],
      }),
    );
}
