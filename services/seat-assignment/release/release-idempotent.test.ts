import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler as assign } from "../assign/assign-idempotent.ts";
import { handler } from "./release-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "SeatTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  vi.stubEnv("SEATS_PER_FLIGHT", "2");
});

test("releases the seat once, and publishes one event with the seat, however often it is delivered", async () => {
  const { table, calls } = flight({ "12A": "B123", "12B": "B124" });

  await handler(event("TicketRejected"));
  await handler(event("TicketRejected"));

  expect(table.items[0]).not.toHaveProperty("12A");
  expect(table.items[0]).toMatchObject({ "12B": "B124" });
  expect(published(calls)).toMatchObject([{ name: "SeatReleased", detail: { seat: "12A" } }]);
});

test("passes the word on if the booking has no seat, and refuses one that it would get later", async () => {
  const { table, calls } = flight({});

  await handler(event("TicketRejected"));
  await assign(event("PaymentConfirmed"));

  expect(published(calls)).toMatchObject([
    { name: "SeatReleased", detail: { bookingId: "B123" } },
    { name: "SeatUnavailable", detail: { bookingId: "B123", reason: "Flight FLIGHT001 is withdrawn" } },
  ]);
  expect(published(calls)[0]?.detail).not.toHaveProperty("seat");
  expect(Object.values(table.items[0]!)).not.toContain("B123");
});

test("releases the seat of a booking that got it in between", async () => {
  const { table, calls } = flight({});

  await Promise.all([handler(event("TicketRejected")), assign(event("PaymentConfirmed"))]);

  expect(Object.values(table.items[0]!)).not.toContain("B123");
  expect(published(calls).map(({ name }) => name)).toContain("SeatReleased");
});

test("gives a released seat to the next booking", async () => {
  const { table } = flight({ "12A": "B123", "12B": "B124" });

  await handler(event("TicketRejected"));
  await assign(event("PaymentConfirmed", { bookingId: "B125" }));

  expect(table.items[0]).toMatchObject({ "12A": "B125" });
});

function flight(taken: Record<string, string>) {
  const table = fakeTable(["flightId"], { flightId: "FLIGHT001", ...taken });
  return { table, calls: fakeAws(table.answers) };
}
