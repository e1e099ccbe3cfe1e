import { beforeEach, expect, test, vi } from "vitest";
import { booking, event } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./cancel-idempotent.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test.each(["PaymentFailed", "PaymentRefunded"] as const)(
  "cancels once on %s, and publishes one event, however often it is delivered",
  async (name) => {
    const table = fakeTable(["bookingId"], { ...booking, status: "REQUESTED" });
    const calls = fakeAws(table.answers);

    await handler(event(name));
    await handler(event(name));

    expect(table.items).toMatchObject([{ bookingId: "B123", status: "CANCELLED" }]);
    expect(published(calls).map((each) => each.name)).toEqual(["BookingCancelled"]);
  },
);

test("leaves a ticketed booking unchanged, and publishes nothing", async () => {
  const table = fakeTable(["bookingId"], { ...booking, status: "TICKETED" });
  const calls = fakeAws(table.answers);

  await expect(handler(event("PaymentRefunded"))).rejects.toThrow("but it is TICKETED");
  expect(table.items).toEqual([{ ...booking, status: "TICKETED" }]);
  expect(published(calls)).toEqual([]);
});

test("publishes on a retry what step 7 cancelled but could not publish", async () => {
  const calls = fakeAws(fakeTable(["bookingId"], { ...booking, status: "CANCELLED" }).answers);

  await handler(event("PaymentRefunded"));

  expect(published(calls)).toMatchObject([{ name: "BookingCancelled", detail: { bookingId: "B123" } }]);
});
