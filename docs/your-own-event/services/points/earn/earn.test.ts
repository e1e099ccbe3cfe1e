import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { eventIds, fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./earn.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PointsTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores the points and publishes them, once however often the ticket is delivered", async () => {
  const table = fakeTable(["bookingId", "entry"]);
  const calls = fakeAws(table.answers);

  await handler(event("TicketIssued"));
  await handler(event("TicketIssued"));

  const earned = { bookingId: "B123", customerId: "CUST001", points: 100 };
  expect(table.items).toMatchObject([{ ...earned, entry: "EARNED" }]);
  expect(published(calls)).toMatchObject([
    { source: "aircraft.points", name: "PointsEarned", detail: { ...earned, metadata: { causationId: "event-1" } } },
  ]);
});

test("publishes the stored event on a retry if the bus did not answer", async () => {
  const table = fakeTable(["bookingId", "entry"]);
  const failed = fakeAws({ ...table.answers, PutEvents: () => Promise.reject(new Error("no answer")) });
  await expect(handler(event("TicketIssued"))).rejects.toThrow("no answer");

  const calls = fakeAws(table.answers);
  await handler(event("TicketIssued"));

  expect(eventIds(calls)).toEqual(eventIds(failed));
});
