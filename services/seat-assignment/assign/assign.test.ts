import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { handler } from "./assign.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "SeatTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  vi.stubEnv("SEATS_PER_FLIGHT", "2");
});

test("assigns a seat and publishes SeatAssigned", async () => {
  const flight: Flight = { flightId: "FLIGHT001" };
  const calls = fakeAws(tableWith(flight));

  await handler(event("PaymentConfirmed"));

  expect(flight).toEqual({ flightId: "FLIGHT001", "12A": "B123" });
  expect(published(calls)).toMatchObject([
    { source: "aircraft.seat-assignment", name: "SeatAssigned", detail: { bookingId: "B123", seat: "12A" } },
  ]);
});

test("4.3 gives the seat to the first of two bookings that both saw it free", async () => {
  const flight: Flight = { flightId: "FLIGHT001" };
  const calls = fakeAws(tableWith(flight, { onFirstRead: () => (flight["12A"] = "B999") }));

  await handler(event("PaymentConfirmed"));

  expect(
    flight["12A"],
    "B999 took 12A after we read the flight, and B123 overwrote it: the update needs a ConditionExpression",
  ).toBe("B999");
  expect(flight["12B"], "B123 lost the race for 12A: it must read the flight again and take 12B").toBe("B123");
  expect(published(calls)).toMatchObject([{ name: "SeatAssigned", detail: { seat: "12B" } }]);
});

test("4.3 publishes SeatUnavailable if another booking takes the last seat first", async () => {
  const flight: Flight = { flightId: "FLIGHT001", "12A": "B1" };
  const calls = fakeAws(tableWith(flight, { onFirstRead: () => (flight["12B"] = "B999") }));

  await handler(event("PaymentConfirmed"));

  expect(flight["12B"]).toBe("B999");
  expect(published(calls).map(({ name }) => name)).toEqual(["SeatUnavailable"]);
});

test("gives a booking one seat, however often its event is delivered", async () => {
  const flight: Flight = { flightId: "FLIGHT001" };
  const calls = fakeAws(tableWith(flight));

  await handler(event("PaymentConfirmed"));
  await handler(event("PaymentConfirmed"));

  expect(flight).toEqual({ flightId: "FLIGHT001", "12A": "B123" });
  expect(published(calls).map(({ detail }) => detail.seat)).toEqual(["12A", "12A"]);
});

test("publishes SeatUnavailable for a full flight", async () => {
  const calls = fakeAws(tableWith({ flightId: "FLIGHT001", "12A": "B1", "12B": "B2" }));

  await handler(event("PaymentConfirmed"));

  expect(published(calls)).toMatchObject([
    { name: "SeatUnavailable", detail: { bookingId: "B123", reason: "Flight FLIGHT001 is full" } },
  ]);
});

test("rethrows an error that is not a lost race", async () => {
  const calls = fakeAws({
    ...tableWith({ flightId: "FLIGHT001" }),
    Update: () => {
      throw new Error("the network is down");
    },
  });

  await expect(
    handler(event("PaymentConfirmed")),
    "only a ConditionalCheckFailedException is a lost race; rethrow every other error, so that Lambda retries",
  ).rejects.toThrow("the network is down");
  expect(published(calls)).toEqual([]);
});

type Flight = Record<string, string>;

/** A table with one flight. It checks attribute_not_exists conditions, as DynamoDB does. */
function tableWith(flight: Flight, { onFirstRead = () => {} }: { onFirstRead?: () => unknown } = {}) {
  let reads = 0;
  return {
    Get: () => {
      const seen = { ...flight };
      if (reads++ === 0) onFirstRead();
      if (reads > 20)
        throw new Error(
          "The handler read the flight 20 times and still has no seat: its condition on #seat is never true",
        );
      return { Item: seen };
    },
    Update: ({
      ConditionExpression = "",
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: values,
    }: Update) => {
      const mustNotExist = /attribute_not_exists\s*\(\s*([#\w]+)\s*\)/.exec(ConditionExpression)?.[1];
      if (mustNotExist && (names[mustNotExist] ?? mustNotExist) in flight) {
        throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
      }
      flight[names["#seat"]!] = values[":bookingId"]!;
    },
  };
}

interface Update {
  ConditionExpression?: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, string>;
}
