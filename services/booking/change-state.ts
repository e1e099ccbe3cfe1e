import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import type { Event } from "../events/publish.ts";
import { dynamo } from "../table.ts";
import type { Booking } from "./booking.ts";
import { findBooking } from "./find-booking.ts";
import { transitions } from "./states.ts";

/** What is stored from step 9 on: the booking, and what the Booking service said about it. */
export interface StoredBooking extends Booking {
  /** BookingCreated, to be said again to a caller who asks again, whatever has become of the booking since. */
  event?: Event;
  /** BookingCancelled, once it is. */
  cancelEvent?: Event;
}

/**
 * Takes a booking where an event takes it, and adds what else there is to know; returns it as it is
 * then. A repeat changes nothing. Raises an error for an event that the booking's state does not
 * allow: early, it comes again and is in time; late, it ends where a person looks at it.
 */
export async function changeState(
  bookingId: string,
  on: keyof typeof transitions,
  more: Partial<StoredBooking>,
): Promise<StoredBooking> {
  const { from, to } = transitions[on];
  const news = Object.entries({ ...more, status: to });
  try {
    const { Attributes } = await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { bookingId },
        UpdateExpression: `SET ${news.map(([name]) => `#${name} = :${name}`).join(", ")}`,
        ExpressionAttributeNames: Object.fromEntries(news.map(([name]) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...Object.fromEntries(news.map(([name, value]) => [`:${name}`, value])),
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
  throw new Error(`${on} needs booking ${bookingId} to be ${from}, and it is ${booking?.status ?? "not there"}`);
}
