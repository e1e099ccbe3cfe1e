import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, test, vi } from "vitest";
import { booking } from "../../../test/support/events.ts";
import { fakeAws, published } from "../../../test/support/fake-aws.ts";
import { bodyOf, get, post } from "../../../test/support/url-requests.ts";
import type { Booking } from "../booking.ts";
import { handler } from "./api.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "BookingTable");
  vi.stubEnv("BUS_NAME", "AircraftBookingBus");
});

test("stores a booking, publishes BookingCreated, and answers 202", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  const answer = await handler(post(booking));

  expect(answer).toMatchObject({ statusCode: 202, headers: { location: "/bookings/B123" } });
  expect(bodyOf(answer)).toEqual({ ...booking, status: "REQUESTED", openSince: expect.any(String) });
  expect(calls[0]?.input).toMatchObject({ TableName: "BookingTable", Item: { ...booking, status: "REQUESTED" } });
  expect(published(calls)).toMatchObject([{ name: "BookingCreated", detail: booking }]);
});

test("uses the request id as correlation id and causation id", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(post(booking));

  expect(published(calls)[0]?.detail.metadata).toMatchObject({ correlationId: "request-1", causationId: "request-1" });
});

test("creates a booking id if the caller sends none", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  const answer = await handler(post({ ...booking, bookingId: undefined }));

  expect(bodyOf(answer).bookingId).toMatch(/^B-[0-9a-f-]{36}$/);
  expect(published(calls)[0]?.detail.bookingId).toBe(bodyOf(answer).bookingId);
});

test("answers a repeated request with the stored booking, and publishes nothing", async () => {
  const calls = fakeAws(tableWith({ ...booking, status: "TICKETED" }));

  const answer = await handler(post(booking));

  expect(answer.statusCode).toBe(202);
  expect(bodyOf(answer)).toEqual({ ...booking, status: "TICKETED" });
  expect(published(calls)).toEqual([]);
});

test("answers 409 for a different booking with the same id", async () => {
  const calls = fakeAws(tableWith({ ...booking, status: "REQUESTED" }));

  const answer = await handler(post({ ...booking, amount: 301 }));

  expect(answer.statusCode).toBe(409);
  expect(published(calls)).toEqual([]);
});

test("stores a booking only if its id does not exist yet", async () => {
  const calls = fakeAws({ Put: () => ({}) });

  await handler(post(booking));

  expect(calls[0]?.input.ConditionExpression).toBe("attribute_not_exists(bookingId)");
});

test("lists every invalid field in one problem document, and does nothing", async () => {
  const calls = fakeAws();

  const answer = await handler(post({ bookingId: "B 123", flightId: "FLIGHT001", amount: "300" }));

  expect(answer).toMatchObject({ statusCode: 400, headers: { "content-type": "application/problem+json" } });
  expect(bodyOf(answer)).toEqual({
    title: "Invalid booking request",
    status: 400,
    errors: [
      { field: "bookingId", problem: "expected 1 to 36 letters, digits and hyphens" },
      { field: "customerId", problem: "expected string, received undefined" },
      { field: "amount", problem: "expected number, received string" },
    ],
  });
  expect(calls).toEqual([]);
});

test.each([undefined, "", "{", "null", "[]"])("answers 400 to the body %j", async (body) => {
  fakeAws();

  expect((await handler({ ...post({}), body })).statusCode).toBe(400);
});

test("reads a base64-encoded body", async () => {
  fakeAws({ Put: () => ({}) });
  const body = Buffer.from(JSON.stringify(booking)).toString("base64");

  expect((await handler({ ...post({}), body, isBase64Encoded: true })).statusCode).toBe(202);
});

test("returns a booking with its status", async () => {
  fakeAws(tableWith({ ...booking, status: "TICKETED", seat: "12A" }));

  const answer = await handler(get("/bookings/B123"));

  expect(answer.statusCode).toBe(200);
  expect(bodyOf(answer)).toMatchObject({ status: "TICKETED", seat: "12A" });
});

test.each(["/bookings/B999", "/", "/bookings", "/flights/B123", "/bookings/B123/seat"])(
  "answers 404 to GET %s",
  async (path) => {
    fakeAws(tableWith());

    expect((await handler(get(path))).statusCode).toBe(404);
  },
);

test("fails if the bus rejects the event, so that the caller learns about it", async () => {
  fakeAws({ Put: () => ({}), PutEvents: () => ({ Entries: [{ ErrorCode: "InternalFailure", ErrorMessage: "No" }] }) });

  await expect(handler(post(booking))).rejects.toThrow("BookingCreated was not published");
});

/** A table that holds one booking, or none. */
function tableWith(item?: Booking) {
  return {
    Put: () => {
      throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
    },
    Get: ({ Key }: { Key: { bookingId: string } }) => ({ Item: Key.bookingId === item?.bookingId ? item : undefined }),
  };
}
