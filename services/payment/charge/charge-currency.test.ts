import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeProvider } from "../../../test/support/fake-provider.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { paymentConfirmed } from "../../seat-assignment/consumes.ts";
import { paymentConfirmed as contract } from "../publishes.ts";
import { handler } from "./charge-currency.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
  fakeProvider();
});
afterEach(() => vi.unstubAllGlobals());

test("adds the currency to the payment's event, as its contract allows, and no consumer notices", async () => {
  const calls = fakeAws(fakeTable(["bookingId", "paymentId"]).answers);

  await handler(event("BookingCreated"));

  const [confirmed] = published(calls);
  expect(confirmed?.detail).toMatchObject({ amount: 300, currency: "EUR" });
  expect(contract.detail.parse(confirmed?.detail)).toMatchObject({ currency: "EUR" });
  expect(paymentConfirmed.schema.parse(confirmed?.detail)).not.toHaveProperty("currency");
});
