import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { handler } from "./issue.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores the ticket and publishes TicketIssued", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("SeatAssigned"));

  const ticket = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", seat: "12A" };
  expect(calls[0]?.input).toMatchObject({ TableName: "TicketTable", Item: ticket });
  expect(published(calls)).toMatchObject([{ source: "aircraft.ticket", name: "TicketIssued", detail: ticket }]);
});

test("publishes TicketRejected and stores no ticket if the airline has withdrawn the flight", async () => {
  const calls = fakeAws();

  await handler(event("SeatAssigned", { flightId: "FLIGHT404" }));

  expect(published(calls)).toMatchObject([
    {
      source: "aircraft.ticket",
      name: "TicketRejected",
      detail: { bookingId: "B123", reason: "Flight FLIGHT404 is withdrawn" },
    },
  ]);
});

test("stores and publishes the same ticket number", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("SeatAssigned"));

  expect(published(calls)[0]?.detail.ticketNumber).toBe(calls[0]?.input.Item.ticketNumber);
});
