import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { seatAssigned } from "../consumes.ts";
import { ticketIssued, ticketRejected } from "../publishes.ts";
import { ticketNumber } from "../ticket-number.ts";
import { refusalOf } from "../withdrawn.ts";

/** SeatAssigned: issues the ticket and publishes TicketIssued, or TicketRejected if the airline refuses. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, bookingId, customerId, flightId, seat } = parse(seatAssigned, event);
  const reason = refusalOf(flightId);
  if (reason) return publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);

  const ticket = { bookingId, customerId, flightId, seat, ticketNumber: ticketNumber(bookingId) };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: ticket }));
  await publish(ticketIssued, ticket, metadata);
}
