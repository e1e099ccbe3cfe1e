import { beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { eventIds, fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./refund-idempotent.ts";

const payment = { status: "SUCCESS", paymentId: "PAY-B123", ...booking };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("refunds once, and publishes the same event each time", async () => {
  const table = fakeTable(["bookingId", "paymentId"], payment);
  const calls = fakeAws(table.answers);

  await handler(event("SeatUnavailable"));
  await handler(event("SeatUnavailable"));

  expect(table.items).toMatchObject([payment, { status: "REFUNDED", refunds: "PAY-B123", amount: 300 }]);
  expect(published(calls).map(({ name }) => name)).toEqual(["PaymentRefunded", "PaymentRefunded"]);
  expect(new Set(eventIds(calls)).size).toBe(1);
});

test("refunds a payment from step 3, which has a random id", async () => {
  const table = fakeTable(["bookingId", "paymentId"], { ...payment, paymentId: "PAY-5c2d" });
  const calls = fakeAws(table.answers);

  await handler(event("SeatUnavailable"));

  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { refunds: "PAY-5c2d", amount: 300 } }]);
});

test("fails if there is no payment yet, so that Lambda retries", async () => {
  const calls = fakeAws(fakeTable(["bookingId", "paymentId"]).answers);

  await expect(handler(event("SeatUnavailable"))).rejects.toThrow("Booking B123 has no successful payment");
  expect(published(calls)).toEqual([]);
});
