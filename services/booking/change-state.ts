import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import { PermanentFailure } from "../events/permanent-failure.ts";
import type { StoredEvent } from "../events/publish-once.ts";
import { dynamo } from "../table.ts";
import type { Booking } from "./booking.ts";
import { findBooking } from "./find-booking.ts";
import { transitions } from "./states.ts";

/** What the table holds from step 9 on: the booking, and the latest event that the Booking service has about it. */
export interface StoredBooking extends Booking {
  event: StoredEvent;
}

/**
 * Ends a booking as the event requires, stores the additional fields, and returns the booking. A repeated event
 * changes nothing. Throws if the booking's state does not allow the event: an Error if the booking does not exist
 * yet, since a retry will find it, and a PermanentFailure if the booking has ended otherwise.
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
        UpdateExpression: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(", ")} REMOVE openSince`,
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
  if (booking?.status === to) return booking as StoredBooking;
  if (!booking) throw new Error(`${on} needs booking ${bookingId} to be ${from}, but it does not exist`);
  throw new PermanentFailure(`${on} needs booking ${bookingId} to be ${from}, but it is ${booking.status}`);
}
