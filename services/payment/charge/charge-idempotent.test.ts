import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { eventIds, fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./charge-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("9.2 charges a booking once, however often its event is delivered", async () => {
  const { items } = await handleTwice();

  expect(
    items.map(({ amount }) => amount),
    "the table must hold one payment of 300: derive the payment id from the booking id, so that it is the same each time",
  ).toEqual([300]);
});

test("9.2 charges each of two bookings", async () => {
  const table = fakeTable(["bookingId", "paymentId"]);
  fakeAws(table.answers);

  await handler(event("BookingCreated"));
  await handler(event("BookingCreated", { bookingId: "B124" }));

  expect(new Set(table.items.map(({ paymentId }) => paymentId)).size).toBe(2);
});

test("publishes the same event each time", async () => {
  const { calls } = await handleTwice();

  expect(published(calls).map(({ name }) => name)).toEqual(["PaymentConfirmed", "PaymentConfirmed"]);
  expect(new Set(eventIds(calls)).size).toBe(1);
});

test("publishes on a retry what it could not publish before", async () => {
  const table = fakeTable(["bookingId", "paymentId"]);
  fakeAws({ ...table.answers, PutEvents: () => Promise.reject(new Error("the bus is unavailable")) });
  await expect(handler(event("BookingCreated"))).rejects.toThrow("the bus is unavailable");

  const calls = fakeAws(table.answers);
  await handler(event("BookingCreated"));

  expect(table.items).toHaveLength(1);
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed", detail: { paymentId: "PAY-B123" } }]);
});

test("keeps its first decision, even if it would decide differently now", async () => {
  const table = fakeTable(["bookingId", "paymentId"]);
  const calls = fakeAws(table.answers);

  await handler(event("BookingCreated", { amount: 1200 }));
  await handler(event("BookingCreated"));

  expect(published(calls).map(({ name }) => name)).toEqual(["PaymentFailed", "PaymentFailed"]);
});

async function handleTwice() {
  const table = fakeTable(["bookingId", "paymentId"]);
  const calls = fakeAws(table.answers);
  await handler(event("BookingCreated"));
  await handler(event("BookingCreated"));
  return { items: table.items, calls };
}
