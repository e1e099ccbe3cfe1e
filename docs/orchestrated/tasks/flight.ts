import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { dynamo } from "../../../services/table.ts";

/** A flight is one item: { flightId: "FLIGHT001", "12A": "B123" }. */
export async function readFlight(flightId: string): Promise<Record<string, unknown>> {
  const { Item = {} } = await dynamo.send(
    new GetCommand({ TableName: environment("TABLE_NAME"), Key: { flightId }, ConsistentRead: true }),
  );
  return Item;
}

/** The attribute that says that a booking's seat was released, and that it gets no other. */
export function releaseOf(bookingId: string): string {
  return `release ${bookingId}`;
}
