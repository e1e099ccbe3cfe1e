import type { BookingClient } from "./booking-client.ts";

/** Longer than any booking should take. A booking that is not notified by then counts as lost. */
const timeoutMs = 60_000;

/** The milliseconds that one booking takes from request to notification. */
export async function timeBooking(client: BookingClient, bookingId: string): Promise<number> {
  const startedAt = performance.now();
  const { notified } = await client.book(bookingId, "FLIGHT001");
  await atMost(timeoutMs, notified);
  return performance.now() - startedAt;
}

export async function medianBooking(client: BookingClient, count: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) times.push(await timeBooking(client, `WARM-${index}`));
  return median(times);
}

/** The bookings per second, on 25 flights, from the first request to the last notification. */
export async function bookingRate(
  client: BookingClient,
  name: string,
  count: number,
  concurrency: number,
): Promise<number> {
  const startedAt = performance.now();
  const notified: Promise<void>[] = [];
  let next = 0;
  const caller = async () => {
    while (next < count) {
      const index = next++;
      notified.push((await client.book(`${name}-${index}`, `${name}-FLIGHT${index % 25}`)).notified);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  await atMost(timeoutMs, Promise.all(notified));
  return count / ((performance.now() - startedAt) / 1000);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Waits for `work`, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
