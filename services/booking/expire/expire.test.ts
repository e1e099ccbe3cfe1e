import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { booking } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import * as observe from "../../observe.ts";
import { handler } from "./expire.ts";

const tick = { executionId: "tick-1" };
const open = { ...booking, status: "REQUESTED", openSince: "2026-01-01T12:00:00.000Z" };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  vi.stubEnv("DEADLINE_MINUTES", "15");
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-01-01T12:15:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("publishes BookingExpired for an overdue booking, and leaves its status to the ticket's decision", async () => {
  const { table, calls } = bookings(open);

  await handler(tick);

  expect(published(calls)).toMatchObject([
    {
      source: "aircraft.booking",
      name: "BookingExpired",
      detail: {
        bookingId: "B123",
        flightId: "FLIGHT001",
        reason: "The booking was not completed within 15 minutes",
        metadata: { causationId: "tick-1" },
      },
    },
  ]);
  expect(table.items).toMatchObject([{ status: "REQUESTED", expiredAt: "2026-01-01T12:15:00.000Z" }]);
});

test("publishes it once, however often the schedule fires", async () => {
  const { calls } = bookings(open);

  for (let minute = 0; minute < 3; minute++) await handler(tick);

  expect(published(calls)).toHaveLength(1);
});

test("publishes on the next tick what it could not publish before", async () => {
  const { table } = bookings(open);
  fakeAws({ ...table.answers, PutEvents: () => Promise.reject(new Error("the bus is unavailable")) });
  await expect(handler(tick)).rejects.toThrow("the bus is unavailable");

  const calls = fakeAws(table.answers);
  await handler(tick);

  expect(published(calls)).toMatchObject([{ name: "BookingExpired" }]);
});

test("leaves a booking alone that is younger than the deadline", async () => {
  const { calls } = bookings({ ...open, openSince: "2026-01-01T12:00:01.000Z" });

  await handler(tick);

  expect(published(calls)).toEqual([]);
});

test("leaves a booking alone that was ticketed after the index was read", async () => {
  const { table, calls } = bookings(open);
  const read = table.answers.Query!({ KeyConditionExpression: "#status = :requested", ...names });
  table.items[0]!.status = "TICKETED";
  fakeAws({ ...table.answers, Query: () => read });

  await handler(tick);

  expect(published(calls)).toEqual([]);
  expect(table.items).toMatchObject([{ status: "TICKETED" }]);
});

test.each([
  ["the age of the oldest open booking", [open, { ...open, openSince: "2026-01-01T12:14:00.000Z" }], 900],
  ["0 if none is open", [], 0],
])("reports %s", async (_, items, age) => {
  const gauge = vi.spyOn(observe, "gauge").mockImplementation(() => {});
  bookings(...items);

  await handler(tick);

  expect(gauge).toHaveBeenCalledWith("OldestOpenBookingAge", age);
});

const names = {
  ExpressionAttributeNames: { "#status": "status" },
  ExpressionAttributeValues: { ":requested": "REQUESTED" },
};

function bookings(...items: Record<string, unknown>[]) {
  const table = fakeTable(["bookingId"], ...items);
  return { table, calls: fakeAws(table.answers) };
}
