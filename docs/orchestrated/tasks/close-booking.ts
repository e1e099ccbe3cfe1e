import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { dynamo } from "../../../services/table.ts";
import { reasonOf, type SagaState } from "./saga-state.ts";

/** Stores how the booking ended. */
export async function handler(state: SagaState): Promise<{ status: "TICKETED" | "CANCELLED" }> {
  const { bookingId, customerId, flightId, amount, issueTicket } = state;
  const booking = { bookingId, customerId, flightId, amount };
  const ended =
    issueTicket?.status === "ISSUED"
      ? { ...booking, ticketNumber: issueTicket.ticketNumber, status: "TICKETED" as const }
      : { ...booking, status: "CANCELLED" as const, reason: reasonOf(state) };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: ended }));
  return { status: ended.status };
}
