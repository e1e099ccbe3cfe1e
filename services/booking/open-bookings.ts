import { paginateQuery } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import { dynamo } from "../table.ts";
import type { StoredBooking } from "./change-state.ts";

/** A booking as the index of step 11 has it. The index follows the table with a delay, so the booking may have ended by now. */
export type OpenBooking = StoredBooking & { openSince: string; expiredAt?: string };

/**
 * The open bookings, oldest first. The index has only bookings with a status and an openSince, and openSince is
 * removed when a booking ends. So the index stays small, however many bookings there are.
 */
export async function* openBookings(): AsyncGenerator<OpenBooking> {
  const pages = paginateQuery(
    { client: dynamo, pageSize: 25 },
    {
      TableName: environment("TABLE_NAME"),
      IndexName: "OpenBookings",
      KeyConditionExpression: "#status = :requested",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":requested": "REQUESTED" },
    },
  );
  for await (const { Items = [] } of pages) yield* Items as OpenBooking[];
}
