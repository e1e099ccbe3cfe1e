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

test("gives the booking a seat and says so", async () => {
  const flight: Flight = { flightId: "FLIGHT001" };
  const calls = fakeAws(tableWith(flight));

  await handler(event("PaymentConfirmed"));

  expect(flight).toEqual({ flightId: "FLIGHT001", "12A": "B123" });
  expect(published(calls)).toMatchObject([
    { source: "aircraft.seat-assignment", name: "SeatAssigned", detail: { bookingId: "B123", seat: "12A" } },
  ]);
});

test("4.3 lets the first of two bookings have the seat that both of them saw free", async () => {
  const flight: Flight = { flightId: "FLIGHT001" };
  const calls = fakeAws(tableWith(flight, { onFirstLook: () => (flight["12A"] = "B999") }));

  await handler(event("PaymentConfirmed"));

  expect(flight["12A"], "B999 took 12A after we looked: the write must have a ConditionExpression that stops us").toBe(
    "B999",
  );
  expect(flight["12B"], "who loses the race looks again and takes the next seat").toBe("B123");
  expect(published(calls)).toMatchObject([{ name: "SeatAssigned", detail: { seat: "12B" } }]);
});

test("4.3 says that there is none left if the last seat goes to somebody else meanwhile", async () => {
  const flight: Flight = { flightId: "FLIGHT001", "12A": "B1" };
  const calls = fakeAws(tableWith(flight, { onFirstLook: () => (flight["12B"] = "B999") }));

  await handler(event("PaymentConfirmed"));

  expect(flight["12B"]).toBe("B999");
  expect(published(calls).map(({ name }) => name)).toEqual(["SeatUnavailable"]);
});

test("gives a booking one seat, however often its event comes", async () => {
  const flight: Flight = { flightId: "FLIGHT001" };
  const calls = fakeAws(tableWith(flight));

  await handler(event("PaymentConfirmed"));
  await handler(event("PaymentConfirmed"));

  expect(flight).toEqual({ flightId: "FLIGHT001", "12A": "B123" });
  expect(published(calls).map(({ detail }) => detail.seat)).toEqual(["12A", "12A"]);
});

test("says that a full flight has no seat", async () => {
  const calls = fakeAws(tableWith({ flightId: "FLIGHT001", "12A": "B1", "12B": "B2" }));

  await handler(event("PaymentConfirmed"));

  expect(published(calls)).toMatchObject([
    { name: "SeatUnavailable", detail: { bookingId: "B123", reason: "Flight FLIGHT001 is full" } },
  ]);
});

test("passes on an error that is no lost race", async () => {
  const calls = fakeAws({
    ...tableWith({ flightId: "FLIGHT001" }),
    Update: () => {
      throw new Error("the network is down");
    },
  });

  await expect(
    handler(event("PaymentConfirmed")),
    "only a ConditionalCheckFailedException is a lost race; throw every other error on, so that Lambda tries again",
  ).rejects.toThrow("the network is down");
  expect(published(calls)).toEqual([]);
});

type Flight = Record<string, string>;

/** A table with one flight. It keeps to a condition that an attribute is not there, as DynamoDB does. */
function tableWith(flight: Flight, { onFirstLook = () => {} }: { onFirstLook?: () => unknown } = {}) {
  let looks = 0;
  return {
    Get: () => {
      const seen = { ...flight };
      if (looks++ === 0) onFirstLook();
      if (looks > 20)
        throw new Error("The handler looked 20 times and still has no seat: its condition about #seat never holds");
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
