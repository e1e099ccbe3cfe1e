import { beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { eventIds, fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { bodyOf, get, post } from "../../../test/support/url-requests.ts";
import { handler as cancel } from "../cancel/cancel-idempotent.ts";
import { handler } from "./api-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores a booking, says so on the bus, and answers 202", async () => {
  const { table, calls } = bookings();

  const answer = await handler(post(booking));

  expect(answer).toMatchObject({ statusCode: 202, headers: { location: "/bookings/B123" } });
  expect(bodyOf(answer)).toEqual({ ...booking, status: "REQUESTED" });
  expect(table.items).toMatchObject([{ ...booking, status: "REQUESTED" }]);
  expect(published(calls)).toMatchObject([{ name: "BookingCreated", detail: booking }]);
});

test("publishes the same event again for a caller who asks again", async () => {
  const { table, calls } = bookings();

  await handler(post(booking));
  const again = await handler(post(booking));

  expect(again.statusCode).toBe(202);
  expect(published(calls).map(({ name }) => name)).toEqual(["BookingCreated", "BookingCreated"]);
  expect(new Set(eventIds(calls)).size).toBe(1);
  expect(table.items).toHaveLength(1);
});

test("publishes BookingCreated again, and nothing else, if the booking was cancelled in the meantime", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws(table.answers);
  await handler(post(booking));
  await cancel(event("PaymentFailed"));

  const calls = fakeAws(table.answers);
  const again = await handler(post(booking));

  expect(published(calls).map(({ name }) => name)).toEqual(["BookingCreated"]);
  expect(bodyOf(again)).toEqual({ ...booking, status: "CANCELLED", reason: expect.any(String) });
});

test("says so if the caller asks again after the bus was away", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws({ ...table.answers, PutEvents: () => Promise.reject(new Error("the bus is away")) });
  await expect(handler(post(booking))).rejects.toThrow("the bus is away");

  const calls = fakeAws(table.answers);
  await handler(post(booking));

  expect(published(calls)).toMatchObject([{ name: "BookingCreated", detail: booking }]);
});

test("leaves a booking as far as it is, and answers that", async () => {
  const { table } = bookings({ ...booking, status: "TICKETED", seat: "12A" });

  const answer = await handler(post(booking));

  expect(bodyOf(answer)).toEqual({ ...booking, status: "TICKETED", seat: "12A" });
  expect(table.items).toEqual([{ ...booking, status: "TICKETED", seat: "12A" }]);
});

test("answers 409 for another booking under the same id, and publishes nothing", async () => {
  const { table, calls } = bookings({ ...booking, status: "REQUESTED" });

  const answer = await handler(post({ ...booking, amount: 301 }));

  expect(answer.statusCode).toBe(409);
  expect(table.items).toEqual([{ ...booking, status: "REQUESTED" }]);
  expect(published(calls)).toEqual([]);
});

test("answers 400 to what is no booking, and does nothing", async () => {
  const { calls } = bookings();

  expect((await handler(post({ ...booking, amount: "300" }))).statusCode).toBe(400);
  expect(calls).toEqual([]);
});

test("tells how far a booking is, and keeps to itself what it published", async () => {
  bookings({ ...booking, status: "CANCELLED", event: { name: "BookingCancelled", detail: {} } });

  const answer = await handler(get("/bookings/B123"));

  expect(bodyOf(answer)).toEqual({ ...booking, status: "CANCELLED" });
});

test("answers 404 for what is not there", async () => {
  bookings();

  expect((await handler(get("/bookings/B999"))).statusCode).toBe(404);
  expect((await handler(get("/flights/B123"))).statusCode).toBe(404);
});

function bookings(...items: Record<string, unknown>[]) {
  const table = fakeTable(["bookingId"], ...items);
  return { table, calls: fakeAws(table.answers) };
}
