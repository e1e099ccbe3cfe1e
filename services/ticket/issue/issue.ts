import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { ticketNumber } from "../ticket-number.ts";

/** SeatAssigned: issues the ticket and publishes TicketIssued. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, bookingId, customerId, flightId, seat } = parse("SeatAssigned", event);
  const ticket = { bookingId, customerId, flightId, seat, ticketNumber: ticketNumber(bookingId) };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: ticket }));
  await publish("TicketIssued", ticket, metadata);
}
