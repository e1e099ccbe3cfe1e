import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { dynamo } from "../../table.ts";
import { ticketIssued } from "../consumes.ts";

/** TicketIssued: marks the booking as ticketed. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, seat, ticketNumber } = parse(ticketIssued, event);
  await dynamo.send(
    new UpdateCommand({
      TableName: environment("TABLE_NAME"),
      Key: { bookingId },
      UpdateExpression: "SET #status = :ticketed, seat = :seat, ticketNumber = :ticketNumber REMOVE openSince",
      // A ticket for an unknown booking is an error. It must not create a booking.
      ConditionExpression: "attribute_exists(bookingId)",
      ExpressionAttributeNames: { "#status": "status" },
      ExpressionAttributeValues: { ":ticketed": "TICKETED", ":seat": seat, ":ticketNumber": ticketNumber },
    }),
  );
}
