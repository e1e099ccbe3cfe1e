import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { type Event, newEvent } from "../../events/publish.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { bookingCreated } from "../consumes.ts";
import type { Payment } from "../decide.ts";
import { findEntry, type Stored } from "../payments.ts";
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
  const { metadata, ...booking } = parse(bookingCreated, event);
  const { bookingId } = booking;
  //#region 9.1 Give each booking one payment
  //- const paymentId = `PAY-${Math.random()}`;
  const paymentId = `PAY-${bookingId}`;
  //#endregion
  const key = { bookingId, paymentId };
  // Our own entry comes first: a provider forgets a key, after a day for example.
  let stored = await findEntry<Payment>(key);
  if (!stored) {
    // The id is the provider's idempotency key. If we crash before we store the payment, a retry gets the same answer.
    const payment = await charge(booking, paymentId);
    const outgoing =
      payment.status === "SUCCESS"
        ? newEvent(paymentConfirmed, payment, metadata)
        : newEvent(paymentFailed, payment, metadata);
    stored = await putIfAbsent<Stored<Payment>>({ ...payment, event: complete(outgoing) }, key);
  }
  await publishOnce(stored.event, { key });
}
