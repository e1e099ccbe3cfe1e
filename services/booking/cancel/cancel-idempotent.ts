import type { EventBridgeEvent } from "aws-lambda";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { newEvent } from "../../events/publish.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { changeState, type StoredBooking } from "../change-state.ts";
import { paymentFailed, paymentRefunded } from "../consumes.ts";
import { bookingCancelled } from "../publishes.ts";

/** Replaces cancel.ts from step 9 on. Cancels once, and publishes one BookingCancelled. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, event: stored } = await cancel(event);
  await publishOnce(stored, { key: { bookingId } });
}

/** Cancels the booking and stores BookingCancelled with it. Returns what is stored. */
export async function cancel(event: EventBridgeEvent<string, unknown>): Promise<StoredBooking> {
  const { name, detail } = parseOneOf([paymentFailed, paymentRefunded], event);
  const { bookingId, customerId, reason, metadata } = detail;
  const cancelled = newEvent(bookingCancelled, { bookingId, customerId, reason }, metadata);
  const booking = await changeState(bookingId, name, { reason, event: cancelled });
  // A booking that was cancelled before step 9 has no stored event.
  return { ...booking, event: booking.event ?? cancelled };
}
