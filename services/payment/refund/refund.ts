import { randomUUID } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { publish } from "../../events/publish.ts";
import { dynamo } from "../../table.ts";
import { seatReleased, seatUnavailable } from "../consumes.ts";
import { findPayment, refundOf } from "../payments.ts";
import { paymentRefunded } from "../publishes.ts";

/** SeatUnavailable, SeatReleased: refunds the payment and publishes PaymentRefunded. A repeated event refunds again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, reason, metadata } = parseOneOf([seatUnavailable, seatReleased], event).detail;
  // The event has no amount: the payment is Payment's own data, in its own table.
  const payment = await findPayment(bookingId);
  if (!payment) throw new Error(`Booking ${bookingId} has no successful payment to refund`);
  const refund = refundOf(payment, `REF-${randomUUID()}`, reason);
  //#region 7.2 Store the refund, then publish it
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }));
  await publish(paymentRefunded, refund, metadata);
  //#endregion
}
