import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeProvider } from "../../../test/support/fake-provider.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./charge-idempotent.ts";

let provider: ReturnType<typeof fakeProvider>;
let table: ReturnType<typeof fakeTable>;

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  provider = fakeProvider();
  table = fakeTable(["bookingId", "paymentId"]);
});
afterEach(() => vi.unstubAllGlobals());

test("9.2 charges a booking once, however often its event is delivered", async () => {
  fakeAws(table.answers);

  await handler(event("BookingCreated"));
  await handler(event("BookingCreated"));

  expect(
    [...provider.charges.values()].map(({ amount }) => amount),
    "the provider must charge once: use an id that is the same each time, and other for every other booking",
  ).toEqual([300]);
  expect(table.items).toMatchObject([{ bookingId: "B123", status: "SUCCESS", amount: 300 }]);
});

test("9.2 charges each of two bookings", async () => {
  fakeAws(table.answers);

  await handler(event("BookingCreated"));
  await handler(event("BookingCreated", { bookingId: "B124" }));

  expect(provider.charges.size).toBe(2);
});

test("9.2 charges once if the function crashes between charging and storing", async () => {
  fakeAws({ ...table.answers, Put: () => Promise.reject(new Error("crash")) });
  await expect(handler(event("BookingCreated"))).rejects.toThrow("crash");

  const calls = fakeAws(table.answers);
  await handler(event("BookingCreated"));

  expect(provider.charges.size, "the retry charged again: the idempotency key must be the same each time").toBe(1);
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed" }]);
});

test("charges once if the provider's answer was lost, and does not know that it was", async () => {
  const calls = fakeAws(table.answers);
  provider.loseNext();
  await expect(handler(event("BookingCreated"))).rejects.toThrow("The payment provider answered 504 to POST /charges");
  expect(table.items).toEqual([]);

  await handler(event("BookingCreated"));

  expect(provider.charges.size).toBe(1);
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed" }]);
});

test("publishes one event, however often its event is delivered", async () => {
  const calls = fakeAws(table.answers);

  for (let delivery = 0; delivery < 3; delivery++) await handler(event("BookingCreated"));

  expect(published(calls).map(({ name }) => name)).toEqual(["PaymentConfirmed"]);
});

test("publishes on a retry what it could not publish before", async () => {
  fakeAws({ ...table.answers, PutEvents: () => Promise.reject(new Error("the bus is unavailable")) });
  await expect(handler(event("BookingCreated"))).rejects.toThrow("the bus is unavailable");

  const calls = fakeAws(table.answers);
  await handler(event("BookingCreated"));

  expect(table.items).toHaveLength(1);
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed", detail: { paymentId: "PAY-B123" } }]);
});

test("publishes the failure of a charge that the provider declines", async () => {
  const calls = fakeAws(table.answers);

  await handler(event("BookingCreated", { amount: 1200 }));

  expect(published(calls)).toMatchObject([{ name: "PaymentFailed", detail: { status: "FAILED", amount: 1200 } }]);
});

test("publishes PaymentFailed if the charge was cancelled before it was made", async () => {
  provider.charges.set("PAY-B123", { amount: 0, status: "FAILED", reason: "cancelled before" });
  const calls = fakeAws(table.answers);

  await handler(event("BookingCreated"));

  expect(published(calls)).toMatchObject([{ name: "PaymentFailed", detail: { reason: "cancelled before" } }]);
});
