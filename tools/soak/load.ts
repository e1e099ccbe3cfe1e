import { root } from "@event-choreography/workshop-cli/working-copy";
import { expect, test } from "vitest";
import { BookingClient } from "../bench/booking-client.ts";
import { CloudProcess, run } from "../bench/commands.ts";
import { residentMbOf } from "../bench/process-tree.ts";
import { Copy } from "../prove/copies.ts";

const minutes = Number(process.env.SOAK_MINUTES ?? 10);
/** Bookings in a second. */
const rate = 30;

const minuteMs = 60_000;
/** A machine that is too slow for the rate gets the next booking only when one of these has ended. */
const mostOpen = 300;
const bookingsPerFlight = 20;
const mostGrowth = 1.2;

test(`${minutes} minutes of ${rate} bookings a second`, async () => {
  using copy = new Copy(root);
  const folder = copy.workspace.root;
  const cloud = await CloudProcess.start(folder);
  try {
    const { outputs } = (await run(folder, "up", "--json")).document;
    const client = new BookingClient(cloud.ready, outputs);
    const memory: Array<number | undefined> = [];
    let booked = 0;
    for (let minute = 1; minute <= minutes; minute++) {
      const before = booked;
      booked = await bookForAMinute(client, booked);
      memory.push(residentMbOf(cloud.pid));
      console.log(`minute ${minute}: ${booked - before} bookings, ${memory.at(-1) ?? "unknown"} MB`);
    }
    await client.close();

    const numbers = Array.from({ length: booked }, (_, number) => idOf(number));
    expect(
      numbers.filter((id) => !client.notified.has(id)),
      "bookings whose customer never had a message",
    ).toEqual([]);
    const repeated = numbers.filter((id) => client.notified.get(id) !== 1);
    expect(repeated, "bookings whose customer had more than one message").toEqual([]);
    const [first, last] = [memory[0], memory.at(-1)];
    if (first !== undefined) expect(last, "MB at the end").toBeLessThanOrEqual(first * mostGrowth);
    expect((await run(folder, "trace", idOf(0), "--json")).document, "the first booking, at the end").toMatchObject({
      bookingId: idOf(0),
    });
  } finally {
    await cloud.end();
  }
});

const idOf = (number: number) => `LOAD-${number}`;

/** Returns the number of the next booking. @throws Error if one is not answered 202 */
async function bookForAMinute(client: BookingClient, first: number): Promise<number> {
  const startedAt = performance.now();
  const open = new Set<Promise<void>>();
  let failure: unknown;
  let number = first;
  for (;;) {
    const dueMs = ((number - first) * 1000) / rate;
    if (dueMs >= minuteMs || performance.now() - startedAt >= minuteMs) break;
    await sleep(startedAt + dueMs - performance.now());
    while (open.size >= mostOpen) await Promise.race(open);
    if (failure) throw failure;
    const one: Promise<void> = client
      .book(idOf(number), `FLIGHT-${Math.floor(number / bookingsPerFlight)}`)
      .then(({ notified }) => notified)
      .catch((error: unknown) => {
        failure ??= error;
      })
      .finally(() => open.delete(one));
    open.add(one);
    number++;
  }
  await Promise.all(open);
  if (failure) throw failure;
  return number;
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
