import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import type { Event } from "../events/publish.ts";
import { dynamo } from "../table.ts";
import type { Booking } from "./booking.ts";
import { findBooking } from "./find-booking.ts";
import { transitions } from "./states.ts";

/** What the table holds from step 9 on: the booking, and the events that the Booking service published about it. */
export interface StoredBooking extends Booking {
  /** BookingCreated, to publish again if the request is repeated, whatever the status is by then. */
  event?: Event;
  /** BookingCancelled, set when the booking is cancelled. */
  cancelEvent?: Event;
}

/**
 * Changes a booking's state as the event requires, stores the additional fields, and returns the booking.
 * A repeated event changes nothing. Throws if the booking's state does not allow the event. Lambda then
 * retries: an early event succeeds later, a late one ends in the dead-letter queue.
 */
export async function changeState(
  bookingId: string,
  on: keyof typeof transitions,
  additional: Partial<StoredBooking>,
): Promise<StoredBooking> {
  const { from, to } = transitions[on];
  const fields = Object.entries({ ...additional, status: to });
  try {
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { bookingId },
        UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(", ")}`,
        ExpressionAttributeNames: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
          //#region 9.3 Change a booking only if it is in the required state
          ":from": from,
          //#endregion
        },
        //#region 9.3 Change a booking only if it is in the required state
        ConditionExpression: "#status = :from",
        //#endregion
        ReturnValues: "ALL_NEW",
      }),
    );
    return Attributes as StoredBooking;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  const booking = await findBooking(bookingId);
  if (booking?.status === to) return booking;
  throw new Error(
    `${on} needs booking ${bookingId} to be ${from}, but it ${booking ? `is ${booking.status}` : "does not exist"}`,
  );
}
