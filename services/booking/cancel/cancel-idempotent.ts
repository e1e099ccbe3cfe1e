import type { EventBridgeEvent } from "aws-lambda";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { changeState } from "../change-state.ts";

/** PaymentFailed, PaymentRefunded: cancel the booking once, and say so as often as we are asked. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { name, detail } = parseOneOf(["PaymentFailed", "PaymentRefunded"], event);
  const { bookingId, customerId, reason, metadata } = detail;
  const said = newEvent("BookingCancelled", { bookingId, customerId, reason }, metadata);
  const booking = await changeState(bookingId, name, { reason, cancelEvent: said });
  // What step 7 cancelled has no event with it.
  await putEvent(booking.cancelEvent ?? said);
}
