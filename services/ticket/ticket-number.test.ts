import { expect, test } from "vitest";
import { ticketNumber } from "./ticket-number.ts";

test("5.2 gives booking B123 the ticket TKT-B123", () => {
  expect(ticketNumber("B123"), "the ticket number is TKT- followed by the booking id").toBe("TKT-B123");
});

test("5.2 gives a booking the same number on every call, and each booking its own", () => {
  expect(
    ticketNumber("B123"),
    "two calls for B123 gave two numbers: an event may be delivered twice, and the ticket must be the same",
  ).toBe(ticketNumber("B123"));
  expect(ticketNumber("B124"), "B124 has the same ticket number as B123: use the booking id").not.toBe(
    ticketNumber("B123"),
  );
});
