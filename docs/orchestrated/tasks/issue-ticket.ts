import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { dynamo } from "../../../services/table.ts";
import { ticketNumber } from "../../../services/ticket/ticket-number.ts";
import type { SagaState } from "./saga-state.ts";

/** Issues the ticket. */
export async function handler({
  bookingId,
  customerId,
  flightId,
  assignSeat,
}: SagaState): Promise<{ ticketNumber: string }> {
  if (assignSeat?.status !== "ASSIGNED") throw new Error(`Booking ${bookingId} has no seat`);
  const ticket = { bookingId, customerId, flightId, seat: assignSeat.seat, ticketNumber: ticketNumber(bookingId) };
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: ticket }));
  return { ticketNumber: ticket.ticketNumber };
}
