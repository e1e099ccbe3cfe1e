import { environment } from "../../environment.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { gauge } from "../../observe.ts";
import type { StoredBooking } from "../change-state.ts";
import { type OpenBooking, openBookings } from "../open-bookings.ts";
import { expire, type Tick } from "./store-expiry.ts";

/** Every minute: measures the age of the oldest open booking, and publishes BookingExpired for each overdue one. */
export async function handler(tick: Tick): Promise<void> {
  await expireOverdue(tick, ({ bookingId, event }) => publishOnce(event, { key: { bookingId } }));
}

/** Calls `announce` with each overdue booking, after BookingExpired is stored with it. */
export async function expireOverdue(tick: Tick, announce: (booking: StoredBooking) => Promise<void>): Promise<void> {
  const now = Date.now();
  const deadline = 60 * Number(environment("DEADLINE_MINUTES"));
  let oldest = 0;
  for await (const booking of openBookings()) {
    const age = ageOf(booking, now);
    oldest = Math.max(oldest, age);
    // They come oldest first, so the others are younger.
    if (age < deadline) break;
    const expired = await expire(booking, tick);
    if (expired) await announce(expired);
  }
  gauge("OldestOpenBookingAge", oldest);
}

/** In seconds. */
function ageOf({ openSince }: OpenBooking, now: number): number {
  return (now - Date.parse(openSince)) / 1000;
}
