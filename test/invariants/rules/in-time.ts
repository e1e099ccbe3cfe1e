import { bookingIds, bookingOf, isParked, type Snapshot } from "../snapshot.ts";

/** In minutes. booking-expire has the deadline, and runs once a minute. */
const deadline = 15;
const tick = 1;

/** Once nothing is pending or parked, no booking is open beyond its deadline, one tick and the way back. */
export function inTime(snapshot: Snapshot): string[] {
  return bookingIds(snapshot)
    .filter((bookingId) => !isParked(snapshot, bookingId))
    .flatMap((bookingId) => {
      const { status, openSince } = bookingOf(snapshot, bookingId) ?? {};
      if (status !== "REQUESTED") return [];
      const minutes = (snapshot.now - Date.parse(String(openSince))) / 60_000;
      // The way back takes no time here: nothing is pending.
      return minutes > deadline + tick ? [`${bookingId} is open for ${Math.floor(minutes)} minutes`] : [];
    });
}
