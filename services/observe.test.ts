import type { Context } from "aws-lambda";
import { beforeEach, expect, test, vi } from "vitest";
import { event } from "../test/support/events.ts";
import { gauge, wrap } from "./observe.ts";

let lines: Record<string, unknown>[];
beforeEach(() => {
  lines = [];
  // Powertools bypasses the console: each of its log entries must be alone on its line.
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((text) => Boolean(lines.push(JSON.parse(String(text)))));
  }
  return () => vi.restoreAllMocks();
});

const run = { functionName: "payment-charge", awsRequestId: "run-1" } as Context;

test("11.1 logs the booking id on every line", async () => {
  await wrap(async () => {})(event("BookingCreated"), run);

  expect(lines[0]?.bookingId, "the log line has no bookingId: take it from the event's detail").toBe("B123");
});

test("11.1 logs the correlation id on every line", async () => {
  await wrap(async () => {})(event("BookingCreated"), run);

  const id = lines[0]?.correlationId;
  expect(id, "the log line has no correlationId: take it from the event's metadata").toBeDefined();
  expect(id, "the log line has another id than the correlation id, which is that of the first request").toBe(
    "request-1",
  );
});

test("logs the result, the event, the invocation and the cause of the event", async () => {
  await wrap(async () => {})(event("BookingCreated"), run);

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

test("drops the log keys of one event before the next", async () => {
  const handler = wrap(async () => {});
  await handler(event("BookingCreated"), run);

  await handler(event("BookingCreated", { bookingId: undefined }), run);

  expect(lines.map(({ bookingId }) => bookingId)).toEqual(["B123", undefined]);
});

test("logs the booking and the error of a failed handler, and rethrows the error", async () => {
  const failing = wrap(() => Promise.reject(new Error("the table is gone")));

  await expect(failing(event("BookingCreated"), run)).rejects.toThrow("the table is gone");

  expect(lines[0]).toMatchObject({ level: "ERROR", bookingId: "B123", error: { message: "the table is gone" } });
});

test("writes a metric in the embedded metric format", async () => {
  await wrap(async () => gauge("OldestOpenBookingAge", 42))(event("TicketIssued"), run);

  const metric = lines.find((line) => "_aws" in line);
  expect(metric).toMatchObject({
    OldestOpenBookingAge: 42,
    _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: "OldestOpenBookingAge", Unit: "Seconds" }] }] },
  });
});

test("writes no metric if nothing was measured", async () => {
  await wrap(async () => {})(event("TicketIssued"), run);

  expect(lines.filter((line) => "_aws" in line)).toEqual([]);
});

test("logs a request to a URL with its id as the correlation id, and the booking from the answer", async () => {
  const request = { requestContext: { requestId: "request-1", http: { method: "POST", path: "/bookings" } } };
  const answer = { statusCode: 202, body: JSON.stringify({ bookingId: "B123" }) };

  await wrap(async (_request: typeof request) => answer)(request, run);

  expect(lines[0]).toMatchObject({
    event: "POST /bookings",
    correlationId: "request-1",
    bookingId: "B123",
    status: "202",
  });
});
