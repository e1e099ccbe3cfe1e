import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { zip } from "@event-choreography/local-cloud/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { bundle } from "../../infra/components/bundle.ts";
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

  expect(await names()).toEqual([...issuedInTime, "BookingExpired", "TicketIssued"]);
  expect(await status()).toBe("TICKETED");

  await stack.clock.advance(40 * minute);
  expect(await status(), "the late delivery is a repeat").toBe("TICKETED");
});

test("11.3 rings for step 10's bug, which left every queue empty, and the deadline repairs it after the fix", async () => {
  await deployTrack(zip("export const handler = async () => {};"));
  await book();
  await stack.clock.advance(10 * minute);

  expect(await names(), "the events look finished: no query over them finds this booking").toEqual(issuedInTime);
  expect(await alarmState(), "but Booking has it open for ten minutes").toBe("ALARM");

  const { path } = await bundle("services/booking/track/track-idempotent.ts", middleware);
  await deployTrack(zip(await readFile(join(await path, "index.mjs"), "utf8")));
  await stack.clock.advance(10 * minute);

  expect(await names()).toEqual([...issuedInTime, "BookingExpired", "TicketIssued"]);
  expect(await status()).toBe("TICKETED");
  expect(await alarmState()).toBe("OK");
});

const middleware = ["services/park.ts", "services/observe.ts"];

async function deployTrack(ZipFile: Uint8Array): Promise<void> {
  await stack.cloud.lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "booking-track", ZipFile }));
}

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

async function alarmState(): Promise<string | undefined> {
  const AlarmNames = [stack.outputs.oldestBookingAlarm!];
  const { MetricAlarms } = await stack.cloud.cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
  return MetricAlarms?.[0]?.StateValue;
}
