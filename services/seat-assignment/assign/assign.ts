import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { paymentConfirmed } from "../consumes.ts";
import { seatAssigned, seatUnavailable } from "../publishes.ts";
import { chooseSeat, type Taken } from "../seats.ts";

/** PaymentConfirmed: assigns a free seat and publishes SeatAssigned, or SeatUnavailable if the flight is full. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, customerId, flightId, metadata } = parse(paymentConfirmed, event);
  const booking = { bookingId, customerId, flightId };
  const seat = await assignSeat(flightId, bookingId);
  if (seat) await publish(seatAssigned, { ...booking, seat }, metadata);
  else await publish(seatUnavailable, { ...booking, reason: `Flight ${flightId} is full` }, metadata);
}

/** If another booking takes the seat first, reads again. In each round one of the competing bookings gets a seat. */
async function assignSeat(flightId: string, bookingId: string): Promise<string | undefined> {
  const capacity = Number(environment("SEATS_PER_FLIGHT"));
  for (;;) {
    const taken = await readFlight(flightId);
    const seat = chooseSeat(taken, bookingId, capacity);
    if (!seat || taken[seat] === bookingId) return seat;
    if (await takeSeat(flightId, seat, bookingId)) return seat;
  }
}

/** A flight is one item, and its seats are attributes: { flightId: "FLIGHT001", "12A": "B123" }. */
async function readFlight(flightId: string): Promise<Taken> {
  const answer = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ConsistentRead: true }),
  );
  return answer.Item ?? {};
}

/** Returns false if another booking took the seat since we read the flight. */
async function takeSeat(flightId: string, seat: string, bookingId: string): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { flightId },
        UpdateExpression: "SET #seat = :bookingId",
        ExpressionAttributeNames: { "#seat": seat },
        ExpressionAttributeValues: { ":bookingId": bookingId },
        //#region 4.3 Take the seat only if it is still free
        ConditionExpression: "attribute_not_exists(#seat)",
        //#endregion
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
