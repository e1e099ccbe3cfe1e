import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { LambdaFunctionURLEvent } from "aws-lambda";
import { badFields } from "../../bad-fields.ts";
import { environment } from "../../environment.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { type Booking, bookingRequest, sameRequest } from "../booking.ts";
import { findBooking } from "../find-booking.ts";
import { type Answer, json, problem, readJson } from "../http.ts";
import { bookingCreated } from "../publishes.ts";

/** POST /bookings creates a booking; GET /bookings/{id} returns it with its status. */
export async function handler(request: LambdaFunctionURLEvent): Promise<Answer> {
  const { method, path } = request.requestContext.http;
  const id = /^\/bookings\/([^/]+)$/.exec(path)?.[1];
  if (method === "POST" && path === "/bookings") return createBooking(request);
  if (method === "GET" && id) return readBooking(decodeURIComponent(id));
  return problem(404, `Unknown route ${method} ${path}: use POST /bookings or GET /bookings/{id}`);
}

async function createBooking(request: LambdaFunctionURLEvent): Promise<Answer> {
  const asked = bookingRequest.safeParse(readJson(request));
  if (!asked.success) return problem(400, "Invalid booking request", { errors: badFields(asked.error) });

  const booking: Booking = { bookingId: `B-${randomUUID()}`, ...asked.data, status: "REQUESTED", openSince: now() };
  if (!(await storeNew(booking))) return answerAgain(booking);

  const { bookingId, customerId, flightId, amount } = booking;
  const requestId = request.requestContext.requestId;
  await publish(
    bookingCreated,
    { bookingId, customerId, flightId, amount },
    { eventId: requestId, correlationId: requestId },
  );
  return accepted(booking);
}

/** Returns false if a booking with this id already exists; it is not overwritten. */
async function storeNew(booking: Booking): Promise<boolean> {
  try {
    await dynamo.send(
      new PutCommand({
        TableName: environment("TABLE_NAME"),
        Item: booking,
        ConditionExpression: "attribute_not_exists(bookingId)",
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** The same request again is the same booking. A different request with the same id is a conflict. */
async function answerAgain(booking: Booking): Promise<Answer> {
  const stored = await findBooking(booking.bookingId);
  if (stored && sameRequest(stored, booking)) return accepted(stored);
  return problem(409, `Booking ${booking.bookingId} already exists with different details`);
}

async function readBooking(bookingId: string): Promise<Answer> {
  const booking = await findBooking(bookingId);
  return booking ? json(200, booking) : problem(404, `There is no booking ${bookingId}`);
}

function now(): string {
  return new Date().toISOString();
}

function accepted(booking: Booking): Answer {
  return json(202, booking, { location: `/bookings/${booking.bookingId}` });
}
