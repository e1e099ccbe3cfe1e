import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import type { Fields } from "../events/contracts.ts";
import { dynamo } from "../table.ts";

/** What a booking paid. Raises an error if it paid nothing: then there is nothing to give back either. */
export async function findPayment(bookingId: string): Promise<Fields<"PaymentConfirmed">> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: environment("TABLE_NAME"),
      KeyConditionExpression: "bookingId = :bookingId",
      ExpressionAttributeValues: { ":bookingId": bookingId },
      ConsistentRead: true,
    }),
  );
  const payment = Items.find(({ status }) => status === "SUCCESS");
  if (!payment) throw new Error(`Booking ${bookingId} has paid nothing that could be refunded`);
  return payment as Fields<"PaymentConfirmed">;
}

/** Money that goes back is an entry of its own. The payment stays as it was written: a ledger is never rubbed out. */
export function refundOf(
  payment: Fields<"PaymentConfirmed">,
  paymentId: string,
  reason: string,
): Fields<"PaymentRefunded"> {
  const { bookingId, customerId, flightId, amount, paymentId: refunds } = payment;
  return { status: "REFUNDED", reason, bookingId, customerId, flightId, paymentId, refunds, amount };
}
