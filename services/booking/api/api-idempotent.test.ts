import { beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { bodyOf, get, post } from "../../../test/support/url-requests.ts";
import { handler as cancel } from "../cancel/cancel-idempotent.ts";
import { handler } from "./api-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores a booking, publishes BookingCreated, and answers 202", async () => {
  const { table, calls } = bookings();

  const answer = await handler(post(booking));

  expect(answer).toMatchObject({ statusCode: 202, headers: { location: "/bookings/B123" } });
  expect(bodyOf(answer)).toEqual({ ...booking, status: "REQUESTED", openSince: expect.any(String) });
  expect(table.items).toMatchObject([{ ...booking, status: "REQUESTED" }]);
  expect(published(calls)).toMatchObject([{ name: "BookingCreated", detail: booking }]);
});

test("publishes one event, however often the request is repeated", async () => {
  const { table, calls } = bookings();

  await handler(post(booking));
  const again = await handler(post(booking));

  expect(again.statusCode).toBe(202);
  expect(published(calls).map(({ name }) => name)).toEqual(["BookingCreated"]);
  expect(table.items).toHaveLength(1);
});

test("publishes nothing if the booking was cancelled in the meantime", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws(table.answers);
  await handler(post(booking));
  await cancel(event("PaymentFailed"));

  const calls = fakeAws(table.answers);
  const again = await handler(post(booking));

  expect(published(calls)).toEqual([]);
  expect(bodyOf(again)).toEqual({ ...booking, status: "CANCELLED", reason: expect.any(String) });
});

test("publishes on a retry what it could not publish before", async () => {
  const table = fakeTable(["bookingId"]);
  fakeAws({ ...table.answers, PutEvents: () => Promise.reject(new Error("the bus is unavailable")) });
  await expect(handler(post(booking))).rejects.toThrow("the bus is unavailable");

  const calls = fakeAws(table.answers);
  await handler(post(booking));

  expect(published(calls)).toMatchObject([{ name: "BookingCreated", detail: booking }]);
});

test("answers with the current status, and changes nothing", async () => {
  const { table } = bookings({ ...booking, status: "TICKETED", seat: "12A" });

  const answer = await handler(post(booking));

  expect(bodyOf(answer)).toEqual({ ...booking, status: "TICKETED", seat: "12A" });
  expect(table.items).toEqual([{ ...booking, status: "TICKETED", seat: "12A" }]);
});

test("answers 409 for a different booking with the same id, and publishes nothing", async () => {
  const { table, calls } = bookings({ ...booking, status: "REQUESTED" });

  const answer = await handler(post({ ...booking, amount: 301 }));

  expect(answer.statusCode).toBe(409);
  expect(table.items).toEqual([{ ...booking, status: "REQUESTED" }]);
  expect(published(calls)).toEqual([]);
});

test("answers 400 to an invalid request, and does nothing", async () => {
  const { calls } = bookings();

  expect((await handler(post({ ...booking, amount: "300" }))).statusCode).toBe(400);
  expect(calls).toEqual([]);
});

test("returns a booking without its stored events", async () => {
  bookings({ ...booking, status: "CANCELLED", event: { name: "BookingCancelled", detail: {} } });

  const answer = await handler(get("/bookings/B123"));

  expect(bodyOf(answer)).toEqual({ ...booking, status: "CANCELLED" });
});

test("answers 404 for an unknown booking or route", async () => {
  bookings();

  expect((await handler(get("/bookings/B999"))).statusCode).toBe(404);
  expect((await handler(get("/flights/B123"))).statusCode).toBe(404);
});

function bookings(...items: Record<string, unknown>[]) {
  const table = fakeTable(["bookingId"], ...items);
  return { table, calls: fakeAws(table.answers) };
}
