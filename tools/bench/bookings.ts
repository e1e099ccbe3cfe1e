import type { BookingClient } from "./booking-client.ts";

/** Longer than any booking should take: who is not notified by then is lost. */
const patienceMs = 60_000;

/** One booking, from request to notification. */
export async function timeBooking(client: BookingClient, bookingId: string): Promise<number> {
  const startedAt = performance.now();
  const { notified } = await client.book(bookingId, "FLIGHT001");
  await atMost(patienceMs, notified);
  return performance.now() - startedAt;
}

export async function medianBooking(client: BookingClient, count: number): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) times.push(await timeBooking(client, `WARM-${index}`));
  return median(times);
}

/** Many bookings on many flights, some at a time: how many a second, until the last one is notified. */
export async function bookingRate(
  client: BookingClient,
  name: string,
  count: number,
  atATime: number,
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
  await Promise.all(Array.from({ length: atATime }, caller));
  await atMost(patienceMs, Promise.all(notified));
  return count / ((performance.now() - startedAt) / 1000);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Waits for `work`, and no longer than `ms`: what was not there by then is counted as lost afterwards. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, ms)))]);
  clearTimeout(timer);
}
