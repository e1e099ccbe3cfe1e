import { expect, test } from "vitest";
import { ticketNumber } from "./ticket-number.ts";

test("gives a booking the same number on every call, and each booking its own", () => {
  expect(ticketNumber("B123")).toBe(ticketNumber("B123"));
  expect(ticketNumber("B124")).not.toBe(ticketNumber("B123"));
});
