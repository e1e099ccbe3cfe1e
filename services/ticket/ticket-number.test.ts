import { expect, test } from "vitest";
import { ticketNumber } from "./ticket-number.ts";

test("5.2 gives booking B123 the ticket TKT-B123", () => {
  expect(ticketNumber("B123"), "put TKT- before the booking's id").toBe("TKT-B123");
});

test("5.2 gives a booking the same number however often we ask, and no other booking that number", () => {
  expect(ticketNumber("B123"), "the event may come twice, and the ticket is the same one").toBe(ticketNumber("B123"));
  expect(ticketNumber("B124"), "B124 has the ticket of B123").not.toBe(ticketNumber("B123"));
});
