import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 11 });
const minute = 60_000;
const issuedInTime = ["BookingCreated", "PaymentConfirmed", "SeatAssigned", "TicketIssued"];

let bookingId: string;
let count = 0;
beforeEach(() => {
  bookingId = `B${++count}`;
});
afterEach(() => stack.cloud.faults.clear());

describe("A delivery that is late", () => {
  test("but within the deadline: the booking gets its ticket", async () => {
    delay("ticket-issue", 13 * minute);
    await book();
    await stack.clock.advance(20 * minute);

    expect(await names()).toEqual(issuedInTime);
    expect(await status()).toBe("TICKETED");
  });

  test.each([
    ["ticket", "ticket-issue", ["BookingCreated", "PaymentConfirmed", "SeatAssigned"]],
    ["seat", "seat-assign", ["BookingCreated", "PaymentConfirmed"]],
    ["payment", "payment-charge", ["BookingCreated"]],
  ])(
    "the %s, after the deadline: the booking is cancelled, and holds nothing, before and after",
    async (_, name, done) => {
      delay(name, 40 * minute);
      await book();
      await stack.clock.advance(20 * minute);

      const expired = ["BookingExpired", "TicketRejected", "SeatReleased", "PaymentRefunded", "BookingCancelled"];
      expect(await names()).toEqual([...done, ...expired]);
      await expectNothingHeld();

      await stack.clock.advance(40 * minute);
      expect(await names()).not.toContain("TicketIssued");
      await expectNothingHeld();
    },
  );
});

test("answers BookingExpired with TicketIssued again if Booking missed it", async () => {
  delay("booking-track", 40 * minute);
  await book();
  await stack.clock.advance(20 * minute);

  // The second TicketIssued is the first one again, with its time, so their order is not that of arrival.
  expect((await names()).sort()).toEqual([...issuedInTime, "BookingExpired", "TicketIssued"].sort());
  expect(await status()).toBe("TICKETED");

  await stack.clock.advance(40 * minute);
  expect(await status(), "the late delivery is a repeat").toBe("TICKETED");
});

function delay(target: string, ms: number): void {
  stack.cloud.faults.add({ kind: "delay", target, ms, next: 1 });
}

async function book(): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId, flightId: `FLIGHT-${bookingId}` });
}

const names = () => stack.eventNames(bookingId);

async function status(): Promise<unknown> {
  return (await stack.getBooking(bookingId)).body.status;
}

async function expectNothingHeld(): Promise<void> {
  expect(await status()).toBe("CANCELLED");
  const tickets = (await stack.items("TicketTable")).filter((item) => item.bookingId === bookingId);
  expect(tickets).toMatchObject([{ status: "REJECTED" }]);
  const seats = (await stack.items("SeatTable")).flatMap((flight) => Object.values(flight));
  expect(seats).not.toContain(bookingId);
  const charges = (await stack.items("PaymentProviderTable")).filter(
    ({ idempotencyKey }) => idempotencyKey === `PAY-${bookingId}`,
  );
  for (const charge of charges) expect(charge).toMatchObject({ cancelled: true });
}
