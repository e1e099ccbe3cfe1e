import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeProvider } from "../../../test/support/fake-provider.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./refund-idempotent.ts";

const payment = { status: "SUCCESS", paymentId: "PAY-B123", ...booking };
let provider: ReturnType<typeof fakeProvider>;

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  provider = fakeProvider();
});
afterEach(() => vi.unstubAllGlobals());

test.each(["SeatUnavailable", "SeatReleased"])(
  "takes the money back once on %s, and publishes one event, however often it is delivered",
  async (name) => {
    provider.charges.set("PAY-B123", { amount: 300, status: "SUCCESS" });
    const table = fakeTable(["bookingId", "paymentId"], payment);
    const calls = fakeAws(table.answers);

    await handler(event(name));
    await handler(event(name));

    expect([...provider.cancelled]).toEqual(["PAY-B123"]);
    expect(table.items).toMatchObject([payment, { status: "REFUNDED", refunds: "PAY-B123", amount: 300 }]);
    expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { refunds: "PAY-B123", amount: 300 } }]);
  },
);

test("refunds a payment from step 3, which has a random id and which the provider does not know", async () => {
  const table = fakeTable(["bookingId", "paymentId"], { ...payment, paymentId: "PAY-5c2d" });
  const calls = fakeAws(table.answers);

  await handler(event("SeatUnavailable"));

  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { refunds: "PAY-5c2d", amount: 300 } }]);
});

test("takes back a charge that Payment never stored, since it crashed", async () => {
  provider.charges.set("PAY-B123", { amount: 300, status: "SUCCESS" });
  const calls = fakeAws(fakeTable(["bookingId", "paymentId"]).answers);

  await handler(event("SeatReleased"));

  expect([...provider.cancelled]).toEqual(["PAY-B123"]);
  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { amount: 300 } }]);
});

test("passes the word on if there is nothing to refund, and a late charge is declined", async () => {
  const table = fakeTable(["bookingId", "paymentId"]);
  const calls = fakeAws(table.answers);

  await handler(event("SeatReleased"));

  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { bookingId: "B123" } }]);
  expect(published(calls)[0]?.detail).not.toHaveProperty("amount");
  expect(table.items).toMatchObject([{ paymentId: "REF-B123", status: "REFUNDED" }]);
  expect(provider.charges.get("PAY-B123")).toMatchObject({ status: "FAILED" });
});

test("refunds on a retry if the provider's answer was lost", async () => {
  provider.charges.set("PAY-B123", { amount: 300, status: "SUCCESS" });
  const table = fakeTable(["bookingId", "paymentId"], payment);
  const calls = fakeAws(table.answers);
  provider.loseNext();
  await expect(handler(event("SeatReleased"))).rejects.toThrow("The payment provider answered 504");

  await handler(event("SeatReleased"));

  expect(published(calls)).toMatchObject([{ name: "PaymentRefunded", detail: { amount: 300 } }]);
});
