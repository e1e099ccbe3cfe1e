import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { type Event, newEvent } from "../../events/publish.ts";
import { publishOnce, type StoredEvent } from "../../events/publish-once.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { bookingCreated } from "../consumes.ts";
import type { Payment } from "../decide.ts";
import { charge } from "../provider.ts";
import { paymentConfirmed, paymentFailed } from "../publishes.ts";

/** Replaces charge.ts from step 9 on. Charges at the payment provider, once, and publishes one result. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  await chargeOnce(event, (event) => event);
}

/** `complete` may add fields to the event before it is stored. */
export async function chargeOnce(
  event: EventBridgeEvent<string, unknown>,
  complete: (event: Event) => Event,
): Promise<void> {
  const booking = parse(bookingCreated, event);
  const { bookingId, metadata } = booking;
  //#region 9.2 Derive the payment id from the booking
  //- const paymentId = `PAY-${Math.random()}`;
  const paymentId = `PAY-${bookingId}`;
  //#endregion
  // It is the provider's idempotency key, too. If we crash before we store the payment, the retry gets the same answer.
  const payment = await charge(booking, paymentId);
  const outgoing =
    payment.status === "SUCCESS"
      ? newEvent(paymentConfirmed, payment, metadata)
      : newEvent(paymentFailed, payment, metadata);
  const key = { bookingId, paymentId };
  const stored = await putIfAbsent<Payment & { event: StoredEvent }>({ ...payment, event: complete(outgoing) }, key);
  await publishOnce(stored.event, { key });
}
