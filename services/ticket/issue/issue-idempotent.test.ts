import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./issue-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("issues one ticket, and publishes one event, however often it is delivered", async () => {
  const table = fakeTable(["bookingId"]);
  const calls = fakeAws(table.answers);

  await handler(event("SeatAssigned"));
  await handler(event("SeatAssigned"));

  expect(table.items).toMatchObject([{ bookingId: "B123", seat: "12A", ticketNumber: "TKT-B123" }]);
  expect(published(calls).map(({ name }) => name)).toEqual(["TicketIssued"]);
});

test("publishes on a retry what it could not publish before, even for a ticket from step 5", async () => {
  const ticket = {
    bookingId: "B123",
    customerId: "CUST001",
    flightId: "FLIGHT001",
    seat: "12A",
    ticketNumber: "TKT-B123",
  };
  const calls = fakeAws(fakeTable(["bookingId"], ticket).answers);

  await handler(event("SeatAssigned"));

  expect(published(calls)).toMatchObject([{ name: "TicketIssued", detail: ticket }]);
});
