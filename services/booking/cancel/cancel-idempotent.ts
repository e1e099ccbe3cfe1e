import type { EventBridgeEvent } from "aws-lambda";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { newEvent, putEvent } from "../../events/publish.ts";
import { changeState } from "../change-state.ts";

/** Replaces cancel.ts from step 9 on. Cancels once; a repeated event publishes the same BookingCancelled again. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { name, detail } = parseOneOf(["PaymentFailed", "PaymentRefunded"], event);
  const { bookingId, customerId, reason, metadata } = detail;
  const outgoing = newEvent("BookingCancelled", { bookingId, customerId, reason }, metadata);
  const booking = await changeState(bookingId, name, { reason, cancelEvent: outgoing });
  // A booking that was cancelled before step 9 has no stored event.
  await putEvent(booking.cancelEvent ?? outgoing);
}
