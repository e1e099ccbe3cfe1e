import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { findPayment, refundOf } from "../payments.ts";

/** SeatUnavailable: give back what the booking paid, and say so. The same event twice gives it back twice. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, reason, metadata } = parse("SeatUnavailable", event);
  // The event does not say how much was paid: that is our own business, and in our own table.
  const payment = await findPayment(bookingId);
  const refund = refundOf(payment, `REF-${randomUUID()}`, reason);
  //#region 7.2 Write the refund down, then say so
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }));
  await publish("PaymentRefunded", refund, metadata);
  //#endregion
}
