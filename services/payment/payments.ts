import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import type { Fields } from "../events/contracts.ts";
import { dynamo } from "../table.ts";

/** Finds a booking's successful payment. Throws if there is none: then there is nothing to refund. */
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
  if (!payment) throw new Error(`Booking ${bookingId} has no successful payment to refund`);
  return payment as Fields<"PaymentConfirmed">;
}

/** A refund is a new entry. The payment stays unchanged, since a ledger is append-only. */
export function refundOf(
  payment: Fields<"PaymentConfirmed">,
  paymentId: string,
  reason: string,
): Fields<"PaymentRefunded"> {
  const { bookingId, customerId, flightId, amount, paymentId: refunds } = payment;
  return { status: "REFUNDED", reason, bookingId, customerId, flightId, paymentId, refunds, amount };
}
