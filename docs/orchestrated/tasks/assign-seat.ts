import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { chooseSeat } from "../../../services/seat-assignment/seats.ts";
import { dynamo } from "../../../services/table.ts";
import type { SagaState } from "./saga-state.ts";

/** Assigns a seat to the booking, or reports that the flight is full. */
export async function handler({ bookingId, flightId }: SagaState): Promise<NonNullable<SagaState["assignSeat"]>> {
  const capacity = Number(environment("SEATS_PER_FLIGHT"));
  for (;;) {
    const { Item = {} } = await dynamo.send(
      new GetCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ConsistentRead: true }),
    );
    const seat = chooseSeat(Item, bookingId, capacity);
    if (!seat) return { status: "FULL", reason: `Flight ${flightId} is full` };
    if (Item[seat] === bookingId || (await takeSeat(flightId, seat, bookingId))) return { status: "ASSIGNED", seat };
  }
}

/** False if another booking took the seat after we read the flight. */
async function takeSeat(flightId: string, seat: string, bookingId: string): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { flightId },
        UpdateExpression: "SET #seat = :bookingId",
        ConditionExpression: "attribute_not_exists(#seat)",
        ExpressionAttributeNames: { "#seat": seat },
        ExpressionAttributeValues: { ":bookingId": bookingId },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
