import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { eventIds, fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./assign-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "SeatTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  vi.stubEnv("SEATS_PER_FLIGHT", "2");
});

test("assigns one seat, and publishes one event, however often it is delivered", async () => {
  const { flight, calls } = await paid({}, ["B123"], ["B123"]);

  expect(flight()).toMatchObject({ "12A": "B123" });
  expect(flight()).not.toHaveProperty("12B");
  expect(published(calls).map(({ name, detail }) => [name, detail.seat])).toEqual([["SeatAssigned", "12A"]]);
});

test("publishes the same event for two concurrent deliveries", async () => {
  const { flight, calls } = await paid({}, ["B123", "B123"]);

  expect(flight()).not.toHaveProperty("12B");
  expect(new Set(eventIds(calls)).size).toBe(1);
});

test("gives two concurrent bookings two seats", async () => {
  const { flight } = await paid({}, ["B123", "B124"]);

  expect([flight()["12A"], flight()["12B"]].sort()).toEqual(["B123", "B124"]);
});

test("rejects a booking once, and publishes one event to later deliveries", async () => {
  const { calls } = await paid({ "12A": "B1", "12B": "B2" }, ["B123", "B123"], ["B123"]);

  // The two concurrent runs may both publish before one sets the mark.
  expect(published(calls).map(({ name }) => name)).toEqual(Array(2).fill("SeatUnavailable"));
  expect(new Set(eventIds(calls)).size).toBe(1);
});

test("keeps a rejection if the flight gets a larger aircraft: the refund may be done already", async () => {
  const { table } = await paid({ "12A": "B1", "12B": "B2" }, ["B123"]);
  vi.stubEnv("SEATS_PER_FLIGHT", "3");

  const calls = fakeAws(table.answers);
  await handler(event("PaymentConfirmed"));

  expect(published(calls)).toEqual([]);
  expect(table.items[0]).not.toHaveProperty("12C");
});

test("publishes a seat from step 4 again, which stored no answer", async () => {
  const { flight, calls } = await paid({ "12B": "B123" }, ["B123"]);

  expect(flight()).not.toHaveProperty("12A");
  expect(published(calls)).toMatchObject([{ name: "SeatAssigned", detail: { seat: "12B" } }]);
});

test("does not confuse a booking id with a seat", async () => {
  const { flight } = await paid({}, ["12A"], ["B123"]);

  expect(flight()).toMatchObject({ "12A": "12A", "12B": "B123" });
});

test("rethrows an error that is not a failed condition", async () => {
  fakeAws({ ...fakeTable(["flightId"]).answers, Update: () => Promise.reject(new Error("the network is down")) });

  await expect(handler(event("PaymentConfirmed"))).rejects.toThrow("the network is down");
});

/** Delivers PaymentConfirmed for these bookings: concurrently within a round, one round after another. */
async function paid(taken: Record<string, string>, ...rounds: string[][]) {
  const table = fakeTable(["flightId"], { flightId: "FLIGHT001", ...taken });
  const calls = fakeAws(table.answers);
  for (const bookings of rounds) {
    await Promise.all(bookings.map((bookingId) => handler(event("PaymentConfirmed", { bookingId }))));
  }
  return { table, calls, flight: () => table.items[0]! };
}
