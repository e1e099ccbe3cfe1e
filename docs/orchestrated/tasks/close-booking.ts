import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { dynamo } from "../../../services/table.ts";
import { reasonOf, type Story } from "./booking.ts";

/** Writes down how the booking ended. */
export async function handler(story: Story): Promise<{ status: "TICKETED" | "CANCELLED" }> {
  const { bookingId, customerId, flightId, amount, issueTicket } = story;
  const booking = { bookingId, customerId, flightId, amount };
  const ended = issueTicket
    ? { ...booking, status: "TICKETED" as const, ...issueTicket }
    : { ...booking, status: "CANCELLED" as const, reason: reasonOf(story) };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: ended }));
  return { status: ended.status };
}
