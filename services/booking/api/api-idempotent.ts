import { randomUUID } from "node:crypto";
import type { LambdaFunctionURLEvent } from "aws-lambda";
import { badFields } from "../../bad-fields.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { type Booking, bookingRequest, sameRequest } from "../booking.ts";
import type { StoredBooking } from "../change-state.ts";
import { findBooking } from "../find-booking.ts";
import { type Answer, json, problem, readJson } from "../http.ts";

/** Replaces api.ts from step 9 on. A repeated POST is safe: it publishes the stored event again. */
export async function handler(request: LambdaFunctionURLEvent): Promise<Answer> {
  const { method, path } = request.requestContext.http;
  const id = /^\/bookings\/([^/]+)$/.exec(path)?.[1];
  if (method === "POST" && path === "/bookings") return createBooking(request);
  if (method === "GET" && id) return readBooking(decodeURIComponent(id));
  return problem(404, `Unknown route ${method} ${path}: use POST /bookings or GET /bookings/{id}`);
}

/** A caller that got no answer retries with the same id. Then we publish the event that we stored the first time. */
async function createBooking(request: LambdaFunctionURLEvent): Promise<Answer> {
  const asked = bookingRequest.safeParse(readJson(request));
  if (!asked.success) return problem(400, "Invalid booking request", { errors: badFields(asked.error) });

  const booking: Booking = { bookingId: `B-${randomUUID()}`, ...asked.data, status: "REQUESTED" };
  const { bookingId, customerId, flightId, amount } = booking;
  const requestId = request.requestContext.requestId;
  const outgoing = newEvent(
    "BookingCreated",
    { bookingId, customerId, flightId, amount },
    { eventId: requestId, correlationId: requestId },
  );

  const stored = await putIfAbsent({ ...booking, event: outgoing }, { bookingId });
  if (!sameRequest(stored, booking)) {
    return problem(409, `Booking ${bookingId} already exists with different details`);
  }
  await putEvent(stored.event);
  return json(202, withoutEvents(stored), { location: `/bookings/${bookingId}` });
}

async function readBooking(bookingId: string): Promise<Answer> {
  const booking = await findBooking(bookingId);
  return booking ? json(200, withoutEvents(booking)) : problem(404, `There is no booking ${bookingId}`);
}

/** The stored events are internal: callers do not see them. */
function withoutEvents({ event, cancelEvent, ...booking }: StoredBooking): Booking {
  return booking;
}
