import { beforeEach, expect, test, vi } from "vitest";
import { booking } from "../../test/support/events.ts";
import { fakeAws, published } from "../../test/support/fake-aws.ts";
import { publish } from "./publish.ts";

const cause = { eventId: "event-1", correlationId: "request-1" };

beforeEach(() => {
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("puts the event on our bus, under its publisher's name", async () => {
  const calls = fakeAws();

  await publish("BookingCreated", booking, cause);

  expect(calls[0]?.input.Entries[0].EventBusName).toBe("AircraftBookingBus");
  expect(published(calls)[0]).toMatchObject({ source: "aircraft.booking", name: "BookingCreated", detail: booking });
});

test("says what the event follows from, and gives it an id of its own", async () => {
  const calls = fakeAws();

  await publish("BookingCreated", booking, cause);
  await publish("BookingCreated", booking, cause);

  const [first, second] = published(calls).map(({ detail }) => detail.metadata as Record<string, unknown>);
  expect(first).toMatchObject({ version: 1, correlationId: "request-1", causationId: "event-1" });
  expect(Date.parse(String(first?.occurredAt))).not.toBeNaN();
  expect(second?.eventId).not.toBe(first?.eventId);
});

test("2.4 raises an error for an event that the bus refused, and says which one and why", async () => {
  // The call itself succeeds, with status 200: only the entry says that it failed.
  fakeAws({
    PutEvents: () => ({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "Try again later" }],
    }),
  });

  const result = await publish("BookingCreated", booking, cause).then(
    () => "no error",
    (error: Error) => error.message,
  );

  expect(result, "the event is lost, and the handler goes on as if it were not: look at answer.Entries").not.toBe(
    "no error",
  );
  expect(result, "name the event").toContain("BookingCreated");
  expect(result, "say the entry's ErrorCode").toContain("InternalFailure");
  expect(result, "say the entry's ErrorMessage").toContain("Try again later");
});

test("2.4 raises no error for an event that the bus took", async () => {
  fakeAws();

  await expect(publish("BookingCreated", booking, cause)).resolves.toBeUndefined();
});
