import { beforeEach, expect, test, vi } from "vitest";
import { booking } from "../../test/support/events.ts";
import { fakeAws, published } from "../../test/support/fake-aws.ts";
import { bookingCreated } from "../booking/publishes.ts";
import { publish } from "./publish.ts";

const cause = { eventId: "event-1", correlationId: "request-1" };

beforeEach(() => {
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("puts the event on our bus, with the source of its publisher", async () => {
  const calls = fakeAws();

  await publish(bookingCreated, booking, cause);

  expect(calls[0]?.input.Entries[0].EventBusName).toBe("AircraftBookingBus");
  expect(published(calls)[0]).toMatchObject({ source: "aircraft.booking", name: "BookingCreated", detail: booking });
});

test("records what caused the event, and gives each event a new id", async () => {
  const calls = fakeAws();

  await publish(bookingCreated, booking, cause);
  await publish(bookingCreated, booking, cause);

  const [first, second] = published(calls).map(({ detail }) => detail.metadata as Record<string, unknown>);
  expect(first).toMatchObject({ version: 1, correlationId: "request-1", causationId: "event-1" });
  expect(Date.parse(String(first?.occurredAt))).not.toBeNaN();
  expect(second?.eventId).not.toBe(first?.eventId);
});

test("2.4 throws an error if the bus rejects the event, with the event and the reason", async () => {
  // The call itself succeeds with status 200. Only the entry shows the failure.
  fakeAws({
    PutEvents: () => ({
      $metadata: { httpStatusCode: 200 },
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "Try again later" }],
    }),
  });

  const result = await resultOfPublish();

  expect(
    result,
    "publish returned although the bus rejected the event, so the event is lost: check answer.Entries",
  ).not.toBe("no error");
  expect(result, "what is thrown is no Error: without a stack, the log does not show where it comes from").not.toBe(
    "no Error",
  );
  expect(result, "the error must name the event").toContain("BookingCreated");
  expect(result, "the error must contain the entry's ErrorCode").toContain("InternalFailure");
  expect(result, "the error must contain the entry's ErrorMessage").toContain("Try again later");
});

test("2.4 throws no error if the bus accepts the event", async () => {
  fakeAws({
    PutEvents: () => ({
      $metadata: { httpStatusCode: 200 },
      FailedEntryCount: 0,
      Entries: [{ EventId: "e-1" }],
    }),
  });

  expect(
    await resultOfPublish(),
    "publish threw an error although the bus accepted the event, so the caller publishes it again: check ErrorCode",
  ).toBe("no error");
});

async function resultOfPublish(): Promise<string> {
  try {
    await publish(bookingCreated, booking, cause);
    return "no error";
  } catch (error) {
    return error instanceof Error ? error.message : "no Error";
  }
}
