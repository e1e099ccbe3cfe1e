import { expect, test } from "vitest";
import { event, metadata } from "../../test/support/events.ts";
import { contracts, expectations } from "../../tools/derive/contracts.ts";
import { bookingCreated, seatUnavailable } from "../payment/consumes.ts";
import { seatAssigned } from "../ticket/consumes.ts";
import { parse } from "./parse.ts";
import { PermanentFailure } from "./permanent-failure.ts";

const all = [...expectations].flatMap(([service, expected]) =>
  expected.map((each) => [service, each.event, each] as const),
);

test.each(all)("%s accepts %s as its producer publishes it", (_service, name, expected) => {
  expect(parse(expected, event(name, {}, expected.version))).toMatchObject({ bookingId: "B123" });
});

test.each(all)("%s rejects %s without metadata", (_service, name, expected) => {
  expect(() => parse(expected, event(name, { metadata: undefined }, expected.version))).toThrow(
    /breaks its contract: metadata: expected object/,
  );
});

test("names the event, each bad field, and what was expected", () => {
  const broken = event("BookingCreated", { flightId: undefined, amount: "300" });

  expect(() => parse(bookingCreated, broken)).toThrow(
    "BookingCreated 6a7e8feb-b491-4cf7-a9f1-bf3703467718 breaks its contract: " +
      "flightId: expected string, received undefined; amount: expected number, received string",
  );
});

test("throws a permanent failure: no retry makes the event better", () => {
  expect(() => parse(bookingCreated, event("BookingCreated", { amount: "300" }))).toThrow(PermanentFailure);
});

test.each([0, -1, Number.NaN])("rejects an amount of %d", (amount) => {
  expect(() => parse(bookingCreated, event("BookingCreated", { amount }))).toThrow(/breaks its contract: amount/);
});

test("returns only what the consumer reads, so that a producer may add and change other fields", () => {
  const { detail } = event("SeatAssigned", { meal: "none" });

  expect(parse(seatAssigned, event("SeatAssigned", { meal: "none" }))).not.toHaveProperty("meal");
  expect(detail).toHaveProperty("meal");
});

test("accepts metadata from which a consumer reads only the event's id and the correlation id", () => {
  const { eventId, correlationId } = metadata;

  expect(parse(seatUnavailable, event("SeatUnavailable", { metadata: { eventId, correlationId } }))).toMatchObject({
    metadata: { eventId, correlationId },
  });
});

test("rejects an event from a wrong rule", () => {
  expect(() => parse(bookingCreated, event("SeatAssigned"))).toThrow(
    "This function handles BookingCreated, but it received SeatAssigned: check the rule",
  );
});

test.each(contracts.map((each) => [each.name, each.version, each] as const))(
  "the example of %s version %i keeps its contract",
  (_name, version, { detail, example }) => {
    expect(detail.parse({ ...example, metadata: { ...metadata, version } })).toMatchObject(example);
  },
);
