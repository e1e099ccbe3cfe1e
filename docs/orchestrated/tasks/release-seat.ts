import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { dynamo } from "../../../services/table.ts";
import { readFlight, releaseOf } from "./flight.ts";
import type { SagaState } from "./saga-state.ts";

/** Releases the booking's seat. If it has none, stores that it gets none: its task may still be running. */
export async function handler({ bookingId, flightId }: SagaState): Promise<NonNullable<SagaState["releaseSeat"]>> {
  for (;;) {
    const flight = await readFlight(flightId);
    const seat = Object.keys(flight).find((each) => each !== "flightId" && flight[each] === bookingId);
    if (await release(flightId, bookingId, seat)) return seat ? { seat } : {};
  }
}

/** False if the seat was assigned or released after we read the flight. */
async function release(flightId: string, bookingId: string, seat: string | undefined): Promise<boolean> {
  try {
    await dynamo.send(
      new UpdateCommand({
        TableName: environment("TABLE_NAME"),
        Key: { flightId },
        UpdateExpression: `SET #release = :true${seat ? " REMOVE #seat" : ""}`,
        ...(seat && { ConditionExpression: "#seat = :bookingId" }),
        ExpressionAttributeNames: { "#release": releaseOf(bookingId), ...(seat && { "#seat": seat }) },
        ExpressionAttributeValues: { ":true": true, ...(seat && { ":bookingId": bookingId }) },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
