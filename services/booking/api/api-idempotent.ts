import { randomUUID } from "node:crypto";
import type { LambdaFunctionURLEvent } from "aws-lambda";
import { badFields } from "../../bad-fields.ts";
import { newEvent } from "../../events/publish.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { type Booking, bookingRequest, sameRequest } from "../booking.ts";
import type { StoredBooking } from "../change-state.ts";
import { findBooking } from "../find-booking.ts";
import { type Answer, json, problem, readJson } from "../http.ts";
import { bookingCreated } from "../publishes.ts";

/** Replaces api.ts from step 9 on. A repeated POST is safe: it publishes the stored event only if that is still to be done. */
export async function handler(request: LambdaFunctionURLEvent): Promise<Answer> {
  return answer(request, async ({ bookingId, event }) => {
    // If the booking has another event by now, BookingCreated has had its effect.
    if (event.detailType === "BookingCreated") await publishOnce(event, { key: { bookingId } });
  });
}

/** Answers a request. `announce` is called with each accepted booking that is still open, new or stored earlier. */
export async function answer(
  request: LambdaFunctionURLEvent,
  announce: (booking: StoredBooking) => Promise<void>,
): Promise<Answer> {
  const { method, path } = request.requestContext.http;
  const id = /^\/bookings\/([^/]+)$/.exec(path)?.[1];
  if (method === "POST" && path === "/bookings") return createBooking(request, announce);
  if (method === "GET" && id) return readBooking(decodeURIComponent(id));
  return problem(404, `Unknown route ${method} ${path}: use POST /bookings or GET /bookings/{id}`);
}

/** A caller that got no answer retries with the same id. Then the stored booking is the answer. */
async function createBooking(
  request: LambdaFunctionURLEvent,
  announce: (booking: StoredBooking) => Promise<void>,
): Promise<Answer> {
  const asked = bookingRequest.safeParse(readJson(request));
  if (!asked.success) return problem(400, "Invalid booking request", { errors: badFields(asked.error) });

  const openSince = new Date().toISOString();
  const booking: Booking = { bookingId: `B-${randomUUID()}`, ...asked.data, status: "REQUESTED", openSince };
  const { bookingId, customerId, flightId, amount } = booking;
  const requestId = request.requestContext.requestId;
  const event = newEvent(
    bookingCreated,
    { bookingId, customerId, flightId, amount },
    { eventId: requestId, correlationId: requestId },
  );

  const stored = await putIfAbsent<StoredBooking>({ ...booking, event }, { bookingId });
  if (!sameRequest(stored, booking)) {
    return problem(409, `Booking ${bookingId} already exists with different details`);
  }
  if (stored.status === "REQUESTED") await announce(stored);
  return json(202, withoutEvent(stored), { location: `/bookings/${bookingId}` });
}

async function readBooking(bookingId: string): Promise<Answer> {
  const booking = await findBooking(bookingId);
  return booking ? json(200, withoutEvent(booking)) : problem(404, `There is no booking ${bookingId}`);
}

/** The stored event is internal: callers do not see it. */
function withoutEvent({ event, ...booking }: Booking & Partial<StoredBooking>): Booking {
  return booking;
}
