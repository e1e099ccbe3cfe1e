import { expect, test } from "vitest";
import { event, metadata } from "../../test/support/events.ts";
import { contracts, type EventName } from "./contracts.ts";
import { parse } from "./parse.ts";

const names = Object.keys(contracts) as EventName[];

test.each(names)("accepts %s if it follows its contract", (name) => {
  expect(parse(name, event(name))).toMatchObject({ bookingId: "B123", metadata });
});

test.each(names)("rejects %s without metadata", (name) => {
  expect(() => parse(name, event(name, { metadata: undefined }))).toThrow(
    /breaks its contract: metadata: expected object/,
  );
});

test("names the event, each bad field, and what was expected", () => {
  const broken = event("PaymentConfirmed", { flightId: undefined, amount: "300" });

  expect(() => parse("PaymentConfirmed", broken)).toThrow(
    "PaymentConfirmed 6a7e8feb-b491-4cf7-a9f1-bf3703467718 breaks its contract: " +
      "flightId: expected string, received undefined; amount: expected number, received string",
  );
});

test.each([0, -1, Number.NaN])("rejects an amount of %d", (amount) => {
  expect(() => parse("BookingCreated", event("BookingCreated", { amount }))).toThrow(/breaks its contract: amount/);
});

test("ignores a field that the contract does not know, so that a producer may add fields", () => {
  expect(parse("SeatAssigned", event("SeatAssigned", { meal: "none" }))).not.toHaveProperty("meal");
});

test("rejects an event from a wrong rule", () => {
  expect(() => parse("BookingCreated", event("SeatAssigned"))).toThrow(
    "This function handles BookingCreated, but it received SeatAssigned: check the rule",
  );
});
