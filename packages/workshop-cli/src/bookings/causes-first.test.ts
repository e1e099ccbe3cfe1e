import { expect, test } from "vitest";
import { CausesFirst } from "./causes-first.ts";
import type { Stored } from "./stored.ts";

const stored = (table: string): Stored => ({ table, items: [{ bookingId: "B1" }] });
const tables = (shown: readonly Stored[]) => shown.map(({ table }) => table);

test("shows a service's write only after the event that it got, although one look found all of them", () => {
  const causes = new CausesFirst();

  expect(tables(causes.release(["BookingTable", "PaymentTable", "SeatTable"].map(stored)))).toEqual(["BookingTable"]);
  causes.received(["payment-charge"]);
  expect(tables(causes.release([]))).toEqual(["PaymentTable"]);
  causes.received(["seat-assign"]);
  expect(tables(causes.release([stored("TicketTable")]))).toEqual(["SeatTable"]);
  expect(tables(causes.rest())).toEqual(["TicketTable"]);
});

test("shows the request at once, and a booking's later states after their event", () => {
  const causes = new CausesFirst();

  expect(tables(causes.release([stored("BookingTable-ada"), stored("BookingTable-ada")]))).toHaveLength(1);
  causes.received(["booking-track-ada"]);
  expect(tables(causes.release([]))).toEqual(["BookingTable-ada"]);
});
