import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../../../test/support/local-stack.ts";
import { describeFailedList } from "./describe.ts";
import { Failures } from "./test-support.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const stack = sharedCloud({ step: 14 });
const failures = new Failures(stack);

test("finds the queues of functions that a schedule invokes, and of pipes", () => {
  const names = failures.queues.map(({ layer, arn }) => `${layer} ${arn.split(":").at(-1)}`);

  expect(names).toContain("function booking-expire-failed");
  expect(names).toContain("pipe booking-outbox-failed");
});

test("lists a schedule's failed invocation, and invokes its function again", async () => {
  stack.cloud.faults.add({ kind: "crash", function: "booking-expire", call: "dynamodb.Query", when: "before" });
  // Lambda's two retries come within three minutes.
  await stack.clock.advance(4 * minute);
  stack.cloud.faults.clear();
  await stack.clock.advance(10 * minute);

  const [failed] = await failures.look();
  expect(failed).toMatchObject({ layer: "function", kind: "failed", target: "booking-expire" });
  expect(await shownList()).toMatch(/booking-expire: RetriesExhausted\n +1 {2}schedule .*tried 3 times/);
  expect(await failures.redriveAll()).toContainEqual(expect.objectContaining({ kind: "done" }));
  expect(await failures.look()).toEqual([]);
});

test("reads from the stream again what a pipe could not publish, and has it published", async () => {
  await parkBooking("B1");

  expect(await shownList()).toMatch(
    /booking-outbox: RecordAgeExceeded\n +1 {2}position .*1 record of the stream of BookingTable/,
  );
  expect(await failures.redriveAll()).toMatchObject([{ kind: "stored", events: ["BookingCreated B1"] }]);
  await stack.clock.advance(minute);

  expect(await failures.look()).toEqual([]);
  // Its deadline has passed: what the payment service hears so late is refunded at once.
  expect(await stack.eventNames("B1")).toEqual(expect.arrayContaining(["BookingCreated", "PaymentRefunded"]));
  expect((await stack.getBooking("B1")).body).toMatchObject({ status: "CANCELLED" });
});

test("publishes a parked event although its item has a later one by now, and restores the later one", async () => {
  await parkBooking("B2");
  await stack.clock.advance(20 * minute);
  const before = await eventOf("B2");
  expect(before).toMatchObject({ detailType: expect.stringMatching(/BookingExpired|BookingCancelled/) });

  await failures.redriveAll();
  await stack.clock.advance(minute);

  expect(await stack.eventNames("B2")).toContain("BookingCreated");
  expect(await eventOf("B2")).toEqual(before);
});

// The schedule invokes its function 1,440 times a day.
test("says that the stream has forgotten a position of the day before, and keeps the message", {
  timeout: 120_000,
}, async () => {
  await parkBooking("B3");
  await stack.clock.advance(day + minute);

  expect(await failures.redriveAll()).toMatchObject([{ kind: "kept", error: expect.stringContaining("24 hours") }]);
  expect(await failures.look()).toHaveLength(1);
  await failures.empty();
});

/** The bus refuses the booking's event until the pipe gives up on it. */
async function parkBooking(bookingId: string): Promise<void> {
  stack.cloud.faults.add({ kind: "refuse", call: "events.PutEvents", pipe: "booking-outbox" });
  await stack.book({ ...exampleBooking, bookingId, flightId: `F-${bookingId}` });
  await stack.clock.advance(70 * minute);
  stack.cloud.faults.clear();
  await stack.clock.advance(minute);
}

async function shownList(): Promise<string> {
  return describeFailedList(await failures.look())
    .map(stripVTControlCharacters)
    .join("\n");
}

async function eventOf(bookingId: string): Promise<unknown> {
  const items = (await stack.items("BookingTable")) as { bookingId: string; event: unknown }[];
  return items.find((item) => item.bookingId === bookingId)?.event;
}
