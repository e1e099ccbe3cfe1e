import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import { dynamo } from "../table.ts";
import type { Booking } from "./booking.ts";

/** Reads the booking from the table, strongly consistent. */
export async function findBooking(bookingId: string): Promise<Booking | undefined> {
  const answer = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { bookingId }, ConsistentRead: true }),
  );
  return answer.Item as Booking | undefined;
}
