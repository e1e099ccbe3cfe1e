import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../environment.ts";
import type { Fields } from "../events/contract.ts";
import { dynamo } from "../table.ts";
import type { paymentConfirmed, paymentRefunded } from "./publishes.ts";

type Confirmed = Fields<typeof paymentConfirmed>;

/** Finds a booking's successful payment in our own table. */
export async function findPayment(bookingId: string): Promise<Confirmed | undefined> {
  const { Items = [] } = await dynamo.send(
    new QueryCommand({
      TableName: environment("TABLE_NAME"),
      KeyConditionExpression: "bookingId = :bookingId",
      ExpressionAttributeValues: { ":bookingId": bookingId },
      ConsistentRead: true,
    }),
  );
  return Items.find(({ status }) => status === "SUCCESS") as Confirmed | undefined;
}

/** A refund is a new entry. The payment stays unchanged, since a ledger is append-only. */
export function refundOf(payment: Confirmed, paymentId: string, reason: string): Fields<typeof paymentRefunded> {
  const { bookingId, customerId, flightId, amount, paymentId: refunds } = payment;
  return { status: "REFUNDED", reason, bookingId, customerId, flightId, paymentId, refunds, amount };
}
