import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../environment.ts";
import { type Event, newEvent } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import type { StoredBooking } from "../change-state.ts";
import { findBooking } from "../find-booking.ts";
import type { OpenBooking } from "../open-bookings.ts";
import { bookingExpired } from "../publishes.ts";

/** What EventBridge Scheduler sends: the id of this execution. */
export interface Tick {
  executionId: string;
}

/**
 * Stores BookingExpired with an overdue booking, once, and returns the booking. It stays REQUESTED: whether it ends
 * ticketed or cancelled is the Ticket service's decision. Returns undefined if the booking has ended since it was read.
 */
export async function expire(booking: OpenBooking, tick: Tick): Promise<StoredBooking | undefined> {
  const { bookingId } = booking;
  const stored = booking.expiredAt ? undefined : await storeExpiry(bookingId, expiryOf(booking, tick));
  if (stored) return stored;
  const current = (await findBooking(bookingId)) as StoredBooking | undefined;
  return current?.status === "REQUESTED" ? current : undefined;
}

function expiryOf({ bookingId, customerId, flightId, event }: OpenBooking, { executionId }: Tick): Event {
  const reason = `The booking was not completed within ${environment("DEADLINE_MINUTES")} minutes`;
  // A booking from before step 9 has no stored event.
  const correlationId = event ? JSON.parse(event.detail).metadata.correlationId : executionId;
  const cause = { eventId: executionId, correlationId };
  return newEvent(bookingExpired, { bookingId, customerId, flightId, reason }, cause);
}

/** Returns undefined if the booking has ended, or has its BookingExpired already. */
async function storeExpiry(bookingId: string, expired: Event): Promise<StoredBooking | undefined> {
  try {
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { bookingId },
        UpdateExpression: "SET expiredAt = :now, #event = :expired",
        ConditionExpression: "#status = :requested AND attribute_not_exists(expiredAt)",
        ExpressionAttributeNames: { "#status": "status", "#event": "event" },
        ExpressionAttributeValues: { ":now": new Date().toISOString(), ":expired": expired, ":requested": "REQUESTED" },
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes as StoredBooking;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
