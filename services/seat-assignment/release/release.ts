import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { ticketRejected } from "../consumes.ts";
import { seatReleased } from "../publishes.ts";
import { seatOf } from "../seats.ts";

/** TicketRejected: releases the booking's seat and publishes SeatReleased. A repeated event publishes again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, ...booking } = parse(ticketRejected, event);
  const { flightId, bookingId } = booking;
  const { Item: flight = {} } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ConsistentRead: true }),
  );
  // The event has no seat: who sits where is Seat Assignment's own data.
  const seat = seatOf(flight, bookingId);
  if (seat) await release(flightId, seat, bookingId);
  await publish(seatReleased, { ...booking, ...(seat && { seat }) }, metadata);
}

async function release(flightId: string, seat: string, bookingId: string): Promise<void> {
  await dynamo.send(
    new UpdateCommand({
      TableName: environment("TABLE_NAME"),
      Key: { flightId },
      UpdateExpression: "REMOVE #seat",
      ConditionExpression: "#seat = :bookingId",
      ExpressionAttributeNames: { "#seat": seat },
      ExpressionAttributeValues: { ":bookingId": bookingId },
    }),
  );
}
