import { beforeEach, expect, test, vi } from "vitest";
import { booking, event, metadata } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { handler } from "./charge.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores the payment, then publishes it", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("BookingCreated"));

  expect(calls.map(({ operation }) => operation)).toEqual(["Put", "PutEvents"]);
  expect(calls[0]?.input).toMatchObject({ TableName: "PaymentTable", Item: { ...booking, status: "SUCCESS" } });
  expect(published(calls)).toMatchObject([
    { source: "aircraft.payment", name: "PaymentConfirmed", detail: { ...booking, status: "SUCCESS" } },
  ]);
});

test("publishes a failed payment, although nothing consumes it yet", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("BookingCreated", { amount: 1200 }));

  expect(calls[0]?.input.Item.status).toBe("FAILED");
  expect(published(calls)).toMatchObject([{ name: "PaymentFailed", detail: { status: "FAILED", amount: 1200 } }]);
});

test("passes on the correlation id, and names the event that caused this one", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("BookingCreated"));

  expect(published(calls)[0]?.detail.metadata).toMatchObject({
    correlationId: metadata.correlationId,
    causationId: metadata.eventId,
  });
});

test("charges again if the event is repeated (fixed in step 9)", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(event("BookingCreated"));
  await handler(event("BookingCreated"));

  const payments = calls.filter(({ operation }) => operation === "Put").map(({ input }) => input.Item.paymentId);
  expect(new Set(payments).size).toBe(2);
});

test("fails on an event that breaks its contract", async () => {
  const calls = fakeAws();

  await expect(handler(event("BookingCreated", { amount: undefined }))).rejects.toThrow("amount: expected number");
  expect(calls).toEqual([]);
});
