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

test("gives the money back once, and says so each time under one id", async () => {
  const table = fakeTable(["bookingId", "paymentId"], payment);
  const calls = fakeAws(table.answers);

  await handler(event("SeatUnavailable"));
  await handler(event("SeatUnavailable"));

  expect(table.items).toMatchObject([payment, { status: "REFUNDED", refunds: "PAY-B123", amount: 300 }]);
  expect(published(calls).map(({ name }) => name)).toEqual(["PaymentRefunded", "PaymentRefunded"]);
  expect(new Set(eventIds(calls)).size).toBe(1);
});

test("gives back what step 3 charged, under whatever id", async () => {
  const table = fakeTable(["bookingId", "paymentId"], { ...payment, paymentId: "PAY-5c2d" });
  const calls = fakeAws(table.answers);

  await handler(event("SeatUnavailable"));

  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { refunds: "PAY-5c2d", amount: 300 } }]);
});

test("gives nothing back before the payment is there, and fails, so that it is asked again", async () => {
  const calls = fakeAws(fakeTable(["bookingId", "paymentId"]).answers);

  await expect(handler(event("SeatUnavailable"))).rejects.toThrow("Booking B123 has paid nothing");
  expect(published(calls)).toEqual([]);
});
