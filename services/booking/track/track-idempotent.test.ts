import { beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./track-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
});

test("marks the booking as ticketed once, however often the event is delivered", async () => {
  const table = fakeTable(["bookingId"], { ...booking, status: "REQUESTED" });
  fakeAws(table.answers);

  await handler(event("TicketIssued"));
  await handler(event("TicketIssued"));

  expect(table.items).toEqual([{ ...booking, status: "TICKETED", seat: "12A", ticketNumber: "TKT-B123" }]);
});

test("does not reopen a cancelled booking", async () => {
  const table = fakeTable(["bookingId"], { ...booking, status: "CANCELLED" });
  fakeAws(table.answers);

  await expect(handler(event("TicketIssued"))).rejects.toThrow("but it is CANCELLED");
  expect(table.items).toEqual([{ ...booking, status: "CANCELLED" }]);
});
