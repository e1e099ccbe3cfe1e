import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler as issue } from "../issue/issue-idempotent.ts";
import { handler as refuse } from "./refuse.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "TicketTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("refuses the ticket of an expired booking, once, with the booking's reason", async () => {
  const { table, calls } = tickets();

  await refuse(event("BookingExpired"));
  await refuse(event("BookingExpired"));

  expect(table.items).toMatchObject([{ bookingId: "B123", status: "REJECTED" }]);
  expect(published(calls)).toMatchObject([
    { name: "TicketRejected", detail: { reason: "The booking was not completed within 15 minutes" } },
  ]);
});

test("11.4 issues no ticket after the refusal", async () => {
  const { table, calls } = tickets();

  await refuse(event("BookingExpired"));
  await issue(event("SeatAssigned"));

  expect(
    table.items,
    "BookingExpired came before SeatAssigned, and the late seat got a ticket: the refusal was not stored",
  ).toMatchObject([{ status: "REJECTED" }]);
  expect(published(calls).map(({ name }) => name)).toEqual(["TicketRejected"]);
});

test("11.4 publishes an issued ticket again, once, since Booking seems to have missed it", async () => {
  const { table, calls } = tickets();

  await issue(event("SeatAssigned"));
  await refuse(event("BookingExpired"));
  await refuse(event("BookingExpired"));

  expect(table.items).toMatchObject([{ status: "ISSUED" }]);
  expect(
    published(calls).map(({ name }) => name),
    "the ticket was issued before the deadline, so it stands: the stored decision is published, not a new one",
  ).toEqual(["TicketIssued", "TicketIssued"]);
});

test("takes a ticket from step 5, which has no status, for issued", async () => {
  const calls = fakeAws(fakeTable(["bookingId"], { bookingId: "B123", seat: "12A", ticketNumber: "TKT-B123" }).answers);

  await refuse(event("BookingExpired"));

  expect(published(calls)).toMatchObject([{ name: "TicketIssued", detail: { ticketNumber: "TKT-B123" } }]);
});

test("11.4 decides a race between the deadline and the ticket: one of them stands, and both say so", async () => {
  const { table, calls } = tickets();

  await Promise.all([refuse(event("BookingExpired")), issue(event("SeatAssigned"))]);

  expect(table.items).toHaveLength(1);
  expect(
    new Set(published(calls).map(({ name }) => name)).size,
    "the deadline and the ticket came at the same moment, and Ticket published both TicketIssued and TicketRejected",
  ).toBe(1);
});

function tickets() {
  const table = fakeTable(["bookingId"]);
  return { table, calls: fakeAws(table.answers) };
}
