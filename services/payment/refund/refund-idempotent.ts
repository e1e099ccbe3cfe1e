import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { findPayment, refundOf } from "../payments.ts";

/** SeatUnavailable: give back once what the booking paid, and say so as often as we are asked. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, reason, metadata } = parse("SeatUnavailable", event);
  const payment = await findPayment(bookingId);
  const refund = refundOf(payment, `REF-${bookingId}`, reason);
  const said = newEvent("PaymentRefunded", refund, metadata);
  const kept = await putIfAbsent({ ...refund, event: said }, { bookingId, paymentId: refund.paymentId });
  await putEvent(kept.event);
}
