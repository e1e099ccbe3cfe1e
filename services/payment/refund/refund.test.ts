import { beforeEach, expect, test, vi } from "vitest";
import { booking, event, metadata } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { handler } from "./refund.ts";

const payment = { status: "SUCCESS", paymentId: "PAY001", ...booking };

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable-ada");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("7.2 stores the refund in addition to the payment", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable"));

  const { input } = calls.find(({ operation }) => operation === "Put") ?? {};
  expect(input, "nothing was stored in PaymentTable: send a PutCommand with the refund as its Item").toBeDefined();
  expect(input.TableName, "the table has another name in a class: the function gets it in its environment").toBe(
    "PaymentTable-ada",
  );
  expect(input.Item, "what was stored is not the refund, which is made above").toMatchObject({
    bookingId: "B123",
    status: "REFUNDED",
    amount: 300,
    refunds: "PAY001",
  });
  expect(
    input.Item.paymentId,
    "the refund has the payment's id and would overwrite the payment: use refund as it is",
  ).not.toBe("PAY001");
});

test("7.2 publishes the refund with its amount and reason", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable"));

  expect(
    published(calls),
    "PaymentRefunded was not published, so Booking never learns that it may cancel",
  ).toMatchObject([
    {
      source: "aircraft.payment",
      name: "PaymentRefunded",
      detail: { bookingId: "B123", refunds: "PAY001", amount: 300, reason: "Flight FLIGHT001 is full" },
    },
  ]);
  expect(published(calls)[0]?.detail.metadata).toMatchObject({ causationId: metadata.eventId });
});

test("refunds a booking whose seat was released, too", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatReleased"));

  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { refunds: "PAY001" } }]);
});

test("7.2 stores before it publishes, so that it never publishes a refund that does not exist", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable"));

  expect(
    calls.map(({ operation }) => operation),
    "the refund was published before it was stored: after a crash in between, others act on it, and it is not there",
  ).toEqual(["Query", "Put", "PutEvents"]);
});

test("7.2 publishes no refund that could not be stored", async () => {
  const calls = fakeAws({ ...tableWith(payment), Put: () => Promise.reject(new Error("throttled")) });

  await handler(event("SeatUnavailable")).catch(() => {});

  expect(published(calls), "the refund could not be stored, but it was published all the same").toEqual([]);
});

test("reads the amount from its own table, strongly consistent", async () => {
  const calls = fakeAws(tableWith(payment));

  await handler(event("SeatUnavailable")).catch(() => {});

  expect(calls[0]).toMatchObject({
    operation: "Query",
    input: { TableName: "PaymentTable-ada", ConsistentRead: true },
  });
});

test("refunds nothing without a successful payment", async () => {
  const calls = fakeAws(tableWith({ ...payment, status: "FAILED" }));

  await expect(handler(event("SeatUnavailable"))).rejects.toThrow("Booking B123 has no successful payment");
  expect(calls.map(({ operation }) => operation)).toEqual(["Query"]);
});

function tableWith(...Items: object[]) {
  return { Query: () => ({ Items }), Put: () => ({}) };
}
