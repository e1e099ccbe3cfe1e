import { beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./track-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
});

test("marks the booking ticketed, however often it hears of the ticket", async () => {
  const table = fakeTable(["bookingId"], { ...booking, status: "REQUESTED" });
  fakeAws(table.answers);

  await handler(event("TicketIssued"));
  await handler(event("TicketIssued"));

  expect(table.items).toEqual([{ ...booking, status: "TICKETED", seat: "12A", ticketNumber: "TKT-B123" }]);
});

test("does not bring a cancelled booking back", async () => {
  const table = fakeTable(["bookingId"], { ...booking, status: "CANCELLED" });
  fakeAws(table.answers);

  await expect(handler(event("TicketIssued"))).rejects.toThrow("and it is CANCELLED");
  expect(table.items).toEqual([{ ...booking, status: "CANCELLED" }]);
});
