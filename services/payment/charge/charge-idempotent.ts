import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { decide } from "../decide.ts";

/** BookingCreated: charge for the booking once, and say what came of it as often as we are asked. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const booking = parse("BookingCreated", event);
  const { bookingId, metadata } = booking;
  //#region 9.2 Derive the payment id from the booking
  //- const payment = decide(booking, `PAY-${Math.random()}`);
  const payment = decide(booking, `PAY-${bookingId}`);
  //#endregion
  const said =
    payment.status === "SUCCESS"
      ? newEvent("PaymentConfirmed", payment, metadata)
      : newEvent("PaymentFailed", payment, metadata);
  const kept = await putIfAbsent({ ...payment, event: said }, { bookingId, paymentId: payment.paymentId });
  await putEvent(kept.event);
}
