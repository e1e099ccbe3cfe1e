import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { chooseSeat } from "../../../services/seat-assignment/seats.ts";
import { dynamo } from "../../../services/table.ts";
import { readFlight, releaseOf } from "./flight.ts";
import type { SagaState } from "./saga-state.ts";

/** Assigns a seat to the booking, or reports that there is none for it. */
export async function handler({ bookingId, flightId }: SagaState): Promise<NonNullable<SagaState["assignSeat"]>> {
  const capacity = Number(environment("SEATS_PER_FLIGHT"));
  for (;;) {
    const flight = await readFlight(flightId);
    if (releaseOf(bookingId) in flight) return { status: "UNAVAILABLE", reason: `Booking ${bookingId} was released` };
    const seat = chooseSeat(flight, bookingId, capacity);
    if (!seat) return { status: "UNAVAILABLE", reason: `Flight ${flightId} is full` };
    if (flight[seat] === bookingId || (await takeSeat(flightId, seat, bookingId))) return { status: "ASSIGNED", seat };
  }
}

/** False if another booking took the seat after we read the flight, or ours was released. */
async function takeSeat(flightId: string, seat: string, bookingId: string): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { flightId },
        UpdateExpression: "SET #seat = :bookingId",
        ConditionExpression: "attribute_not_exists(#seat) AND attribute_not_exists(#release)",
        ExpressionAttributeNames: { "#seat": seat, "#release": releaseOf(bookingId) },
        ExpressionAttributeValues: { ":bookingId": bookingId },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
