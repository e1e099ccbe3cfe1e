import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { type Answers, type Call, fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
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

  expect(flight["12A"], `B999 took 12A after we read the flight, and B123 overwrote it: ${conditionOf(calls)}`).toBe(
    "B999",
  );
  expect(flight["12B"], "B123 lost the race for 12A: it must read the flight again and take 12B").toBe("B123");
  expect(published(calls)).toMatchObject([{ name: "SeatAssigned", detail: { seat: "12B" } }]);
});

test("4.3 publishes SeatUnavailable if another booking takes the last seat first", async () => {
  const flight: Flight = { flightId: "FLIGHT001", "12A": "B1" };
  const calls = fakeAws(tableWith(flight, { onFirstRead: () => (flight["12B"] = "B999") }));

  await handler(event("PaymentConfirmed"));

  expect(flight["12B"], `B999 took 12B after we read the flight, and B123 overwrote it: ${conditionOf(calls)}`).toBe(
    "B999",
  );
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

/** A table with one flight. */
function tableWith(flight: Flight, { onFirstRead = () => {} }: { onFirstRead?: () => unknown } = {}): Answers {
  const { items, answers } = fakeTable(["flightId"]);
  items.push(flight);
  let reads = 0;
  let condition = "";
  return {
    Get: (input) => {
      const seen = answers.Get!(input);
      if (reads++ === 0) onFirstRead();
      if (reads > 20) {
        throw new Error(
          `there is a ConditionExpression, ${condition}, but it is false although the seat is free, so the handler ` +
            "tries for ever: it must ask about the seat, not about the flight",
        );
      }
      return seen;
    },
    Update: (input) => {
      condition = input.ConditionExpression;
      return answers.Update!(input);
    },
  };
}

/** What is wrong with the condition of the update, which was true although the seat was taken. */
function conditionOf(calls: Call[]): string {
  const { ConditionExpression } = calls.find(({ operation }) => operation === "Update")!.input;
  return ConditionExpression === undefined
    ? "the update has no ConditionExpression"
    : `there is a ConditionExpression, ${ConditionExpression}, but it is true although the seat is taken`;
}
