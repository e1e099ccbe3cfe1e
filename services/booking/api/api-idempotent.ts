import { randomUUID } from "node:crypto";
import type { LambdaFunctionURLEvent } from "aws-lambda";
import { badFields } from "../../bad-fields.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { type Booking, bookingRequest, sameRequest } from "../booking.ts";
import type { StoredBooking } from "../change-state.ts";
import { findBooking } from "../find-booking.ts";
import { type Answer, json, problem, readJson } from "../http.ts";

/** POST /bookings asks for a booking, as often as the caller likes; GET /bookings/{id} tells how far it is. */
export async function handler(request: LambdaFunctionURLEvent): Promise<Answer> {
  const { method, path } = request.requestContext.http;
  const id = /^\/bookings\/([^/]+)$/.exec(path)?.[1];
  if (method === "POST" && path === "/bookings") return createBooking(request);
  if (method === "GET" && id) return readBooking(decodeURIComponent(id));
  return problem(404, `There is no ${method} ${path}; there are POST /bookings and GET /bookings/{id}`);
}

/** Who got no answer asks again under the same id, and what we stored then is published again. */
async function createBooking(request: LambdaFunctionURLEvent): Promise<Answer> {
  const asked = bookingRequest.safeParse(readJson(request));
  if (!asked.success) return problem(400, "This is no booking", { errors: badFields(asked.error) });

  const booking: Booking = { bookingId: `B-${randomUUID()}`, ...asked.data, status: "REQUESTED" };
  const { bookingId, customerId, flightId, amount } = booking;
  const requestId = request.requestContext.requestId;
  const said = newEvent(
    "BookingCreated",
    { bookingId, customerId, flightId, amount },
    { eventId: requestId, correlationId: requestId },
  );

  const kept = await putIfAbsent({ ...booking, event: said }, { bookingId });
  if (!sameRequest(kept, booking)) {
    return problem(409, `Booking ${bookingId} is already there, for something else`);
  }
  await putEvent(kept.event);
  return json(202, withoutEvents(kept), { location: `/bookings/${bookingId}` });
}

async function readBooking(bookingId: string): Promise<Answer> {
  const booking = await findBooking(bookingId);
  return booking ? json(200, withoutEvents(booking)) : problem(404, `There is no booking ${bookingId}`);
}

/** What we said on the bus is no affair of the caller's. */
function withoutEvents({ event, cancelEvent, ...booking }: StoredBooking): Booking {
  return booking;
}
