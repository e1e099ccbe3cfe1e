import type { Context } from "aws-lambda";
import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../test/support/events.ts";
import { count, observedConsumer } from "./observe.ts";

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  // Powertools writes around the console, as what it writes must stand alone on its line.
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => Boolean(lines.push(JSON.parse(String(text)))));
  }
  return () => vi.restoreAllMocks();
});

const run = { functionName: "payment-charge", awsRequestId: "run-1" } as Context;

test("11.1 says on every line which booking it is about", async () => {
  await observedConsumer(async () => {})(event("BookingCreated"), run);

  expect(lines[0]?.bookingId, "the booking's id is in the event's detail").toBe("B123");
});

test("11.1 says on every line which request it all began with", async () => {
  await observedConsumer(async () => {})(event("BookingCreated"), run);

  expect(lines[0]?.correlationId, "the correlation id is in the event's metadata").toBe("request-1");
});

test("says what was done, for which event, in which run, and what that event follows from", async () => {
  await observedConsumer(async () => {})(event("BookingCreated"), run);

  expect(lines[0]).toMatchObject({
    level: "INFO",
    message: "done",
    event: "BookingCreated",
    eventId: "event-1",
    causationId: "event-0",
    function_name: "payment-charge",
    function_request_id: "run-1",
  });
});

test("forgets one event before the next", async () => {
  const handler = observedConsumer(async () => {});
  await handler(event("BookingCreated"), run);

  await handler(event("BookingCreated", { bookingId: undefined }), run);

  expect(lines.map(({ bookingId }) => bookingId)).toEqual(["B123", undefined]);
});

//#region 11.4 Test that an observed handler logs its error and still fails
//- test.todo("11.4 says for which booking a handler failed and why, and lets it fail");
test("11.4 says for which booking a handler failed and why, and lets it fail", async () => {
  const failing = observedConsumer(() => Promise.reject(new Error("the table is gone")));

  await expect(failing(event("BookingCreated"), run)).rejects.toThrow("the table is gone");

  expect(lines[0]).toMatchObject({ level: "ERROR", bookingId: "B123", error: { message: "the table is gone" } });
});
//#endregion

test("writes a count in the form that CloudWatch makes a metric of", async () => {
  await observedConsumer(async () => count("BookingsEnded"))(event("TicketIssued"), run);

  const metric = lines.find((line) => "_aws" in line);
  expect(metric).toMatchObject({
    BookingsEnded: 1,
    _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "BookingsEnded", Unit: "Count" }] }] },
  });
});

test("counts nothing that was not counted", async () => {
  await observedConsumer(async () => {})(event("TicketIssued"), run);

  expect(lines.filter((line) => "_aws" in line)).toEqual([]);
});
