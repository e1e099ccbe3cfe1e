import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { decide } from "../decide.ts";

/** Replaces charge.ts from step 9 on. Charges once; a repeated event publishes the same result again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const booking = parse("BookingCreated", event);
  const { bookingId, metadata } = booking;
  //#region 9.2 Derive the payment id from the booking
  //- const payment = decide(booking, `PAY-${Math.random()}`);
  const payment = decide(booking, `PAY-${bookingId}`);
  //#endregion
  const outgoing =
    payment.status === "SUCCESS"
      ? newEvent("PaymentConfirmed", payment, metadata)
      : newEvent("PaymentFailed", payment, metadata);
  const stored = await putIfAbsent({ ...payment, event: outgoing }, { bookingId, paymentId: payment.paymentId });
  await putEvent(stored.event);
}
