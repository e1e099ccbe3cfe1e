import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { event, metadata } from "../../../test/support/events.ts";
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

test("9.1 charges a booking once, however often its event is delivered", async () => {
  fakeAws(table.answers);

  await handler(event("BookingCreated"));
  await handler(event("BookingCreated"));

  expect(charges(), `one event came twice, and was charged under ${keys()}: the second key is not the first`).toEqual([
    300,
  ]);
  expect(
    table.items.length > 0,
    "it was charged, but the payment was not stored: the condition is false for an item that does not exist yet",
  ).toBe(true);
  expect(table.items).toMatchObject([{ bookingId: "B123", status: "SUCCESS", amount: 300 }]);
});

test("9.1 charges a booking once, even if two events ask for it", async () => {
  fakeAws(table.answers);

  await handler(bookingCreated({ bookingId: "B123" }, "event-1"));
  await handler(bookingCreated({ bookingId: "B123" }, "event-2"));

  expect(
    charges(),
    `a request that is sent again can make a second event, with an id of its own. B123 was charged under ${keys()}: ` +
      "an event's id tells events apart, not bookings",
  ).toEqual([300]);
});

test("9.1 charges each of two bookings", async () => {
  fakeAws(table.answers);

  await handler(bookingCreated({ bookingId: "B123" }, "event-1"));
  await handler(bookingCreated({ bookingId: "B124" }, "event-2"));

  expect(
    charges(),
    `a customer booked twice, and both bookings have the key ${keys()}: the provider took the second for a repeat`,
  ).toEqual([300, 300]);
});

test("9.1 charges once if the function crashes between charging and storing", async () => {
  fakeAws({ ...table.answers, Put: () => Promise.reject(new Error("crash")) });
  await expect(handler(event("BookingCreated"))).rejects.toThrow("crash");

  const calls = fakeAws(table.answers);
  await handler(event("BookingCreated"));

  expect(charges(), `it charged, crashed, and charged again: the provider was asked under ${keys()}`).toEqual([300]);
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed" }]);
});

test("9.1 charges nothing if a refund was faster", async () => {
  provider.charges.set("PAY-B123", { amount: 0, status: "FAILED", reason: "cancelled before" });
  const calls = fakeAws(table.answers);

  await handler(event("BookingCreated"));

  expect(
    charges(),
    `payment-refund cancels PAY-B123, so that a late charge is declined. This one has the key ${[...provider.charges.keys()][1]}`,
  ).toEqual([0]);
  expect(published(calls)).toMatchObject([{ name: "PaymentFailed", detail: { reason: "cancelled before" } }]);
});

test("9.1 charges nothing again after the provider has forgotten the key", async () => {
  fakeAws(table.answers);
  await handler(event("BookingCreated"));
  provider.charges.clear();

  await handler(event("BookingCreated"));

  expect(charges(), "our own entry says that it is paid").toEqual([]);
});

test("9.1 charges once if the provider's answer was lost, and does not know that it was", async () => {
  const calls = fakeAws(table.answers);
  provider.loseNext();
  await expect(handler(event("BookingCreated"))).rejects.toThrow("The payment provider answered 504 to POST /charges");
  expect(table.items).toEqual([]);

  await handler(event("BookingCreated"));

  expect(provider.charges.size).toBe(1);
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed" }]);
});

test("9.2 publishes one event, however often its event is delivered", async () => {
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
  expect(published(calls)).toMatchObject([{ name: "PaymentConfirmed", detail: { bookingId: "B123" } }]);
});

test("publishes the failure of a charge that the provider declines", async () => {
  const calls = fakeAws(table.answers);

  await handler(event("BookingCreated", { amount: 1200 }));

  expect(published(calls)).toMatchObject([{ name: "PaymentFailed", detail: { status: "FAILED", amount: 1200 } }]);
});

/** Another event has other ids. */
function bookingCreated(fields: object, eventId: string) {
  return {
    ...event("BookingCreated", {
      ...fields,
      metadata: { ...metadata, eventId, correlationId: `request-of-${eventId}` },
    }),
    id: `id-of-${eventId}`,
  };
}

/** The amounts that the provider charged. */
function charges(): number[] {
  return [...provider.charges.values()].map(({ amount }) => amount);
}

/** The keys under which it charged: "PAY-1 and PAY-2". */
function keys(): string {
  return [...provider.charges.keys()].join(" and ");
}
