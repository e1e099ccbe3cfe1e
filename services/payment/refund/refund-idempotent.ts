import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { findPayment, refundOf } from "../payments.ts";

/** Replaces refund.ts from step 9 on. Refunds once; a repeated event publishes the same PaymentRefunded again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, reason, metadata } = parse("SeatUnavailable", event);
  const payment = await findPayment(bookingId);
  const refund = refundOf(payment, `REF-${bookingId}`, reason);
  const outgoing = newEvent("PaymentRefunded", refund, metadata);
  const stored = await putIfAbsent({ ...refund, event: outgoing }, { bookingId, paymentId: refund.paymentId });
  await putEvent(stored.event);
}
