import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./release.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "SeatTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("releases the booking's seat and no other, and publishes SeatReleased", async () => {
  const table = fakeTable(["flightId"], { flightId: "FLIGHT001", "12A": "B123", "12B": "B124" });
  const calls = fakeAws(table.answers);

  await handler(event("TicketRejected"));

  expect(table.items).toEqual([{ flightId: "FLIGHT001", "12B": "B124" }]);
  expect(published(calls)).toMatchObject([
    {
      source: "aircraft.seat-assignment",
      name: "SeatReleased",
      detail: { bookingId: "B123", seat: "12A", reason: "Flight FLIGHT001 is withdrawn" },
    },
  ]);
});

test("publishes again if the event is repeated, without a seat (fixed in step 9)", async () => {
  const table = fakeTable(["flightId"], { flightId: "FLIGHT001", "12A": "B123" });
  const calls = fakeAws(table.answers);

  await handler(event("TicketRejected"));
  await handler(event("TicketRejected"));

  expect(published(calls).map(({ detail }) => detail.seat)).toEqual(["12A", undefined]);
});
