import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { transitions } from "../states.ts";
import { handler } from "./cancel.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test.each([
  ["PaymentFailed", "The amount 1200 is above the limit of 1000"],
  ["PaymentRefunded", "Flight FLIGHT001 is full"],
] as const)("cancels the booking on %s, then publishes the reason", async (name, reason) => {
  const calls = fakeAws({ Update: () => ({}) });

  await handler(event(name));

  expect(calls.map(({ operation }) => operation)).toEqual(["Update", "PutEvents"]);
  expect(calls[0]?.input).toMatchObject({
    TableName: "BookingTable",
    Key: { bookingId: "B123" },
    ExpressionAttributeValues: { ":to": transitions[name].to, ":reason": reason },
  });
  expect(published(calls)).toMatchObject([
    {
      source: "aircraft.booking",
      name: "BookingCancelled",
      detail: { bookingId: "B123", customerId: "CUST001", reason },
    },
  ]);
});

test("creates no booking for a refund of an unknown booking", async () => {
  const calls = fakeAws({ Update: () => ({}) });

  await handler(event("PaymentRefunded"));

  expect(calls[0]?.input.ConditionExpression).toBe("attribute_exists(bookingId)");
});

test("publishes again if the event is repeated (fixed in step 9)", async () => {
  const calls = fakeAws({ Update: () => ({}) });

  await handler(event("PaymentRefunded"));
  await handler(event("PaymentRefunded"));

  const ids = published(calls).map(({ detail }) => (detail.metadata as { eventId: string }).eventId);
  expect(new Set(ids).size).toBe(2);
});
