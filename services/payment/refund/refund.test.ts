import { beforeEach, expect, test, vi } from "vitest";
import { booking, event, metadata } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { handler } from "./refund.ts";

const payment = { status: "SUCCESS", paymentId: "PAY001", ...booking };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("7.2 writes down that the money goes back, beside the payment", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable"));

  const { input } = calls.find(({ operation }) => operation === "Put") ?? {};
  expect(input, "nothing is written: send a PutCommand with the refund").toBeDefined();
  expect(input).toMatchObject({
    TableName: "PaymentTable",
    Item: { bookingId: "B123", status: "REFUNDED", amount: 300 },
  });
  expect(input.Item.refunds).toBe("PAY001");
  expect(input.Item.paymentId, "under the payment's own id it would overwrite the payment").not.toBe("PAY001");
});

test("7.2 says that the money went back, how much and why", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable"));

  expect(published(calls), 'publish("PaymentRefunded", refund, metadata)').toMatchObject([
    {
      source: "aircraft.payment",
      name: "PaymentRefunded",
      detail: { bookingId: "B123", refunds: "PAY001", amount: 300, reason: "Flight FLIGHT001 is full" },
    },
  ]);
  expect(published(calls)[0]?.detail.metadata).toMatchObject({ causationId: metadata.eventId });
});

test("7.2 writes before it tells, so that it never tells of a refund that is not there", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable"));

  expect(calls.map(({ operation }) => operation)).toEqual(["Query", "Put", "PutEvents"]);
});

test("looks for the amount in its own table, as it is now", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable")).catch(() => {});

  expect(calls[0]).toMatchObject({ operation: "Query", input: { TableName: "PaymentTable", ConsistentRead: true } });
});

test("gives nothing back to a booking that paid nothing", async () => {
  const calls = fakeAws(tableWith({ ...payment, status: "FAILED" }));

  await expect(handler(event("SeatUnavailable"))).rejects.toThrow("Booking B123 has paid nothing");
  expect(calls.map(({ operation }) => operation)).toEqual(["Query"]);
});

function tableWith(...Items: object[]) {
  return { Query: () => ({ Items }), Put: () => ({}) };
}
