import type { EventBridgeEvent } from "aws-lambda";
import type { Fields } from "../../events/contract.ts";
import { parseOneOf } from "../../events/parse-one-of.ts";
import { newEvent } from "../../events/publish.ts";
import { publishOnce, type StoredEvent } from "../../events/publish-once.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { seatReleased, seatUnavailable } from "../consumes.ts";
import { findPayment } from "../payments.ts";
import { cancelCharge } from "../provider.ts";
import { paymentRefunded } from "../publishes.ts";

type Refund = Fields<typeof paymentRefunded>;

/**
 * Replaces refund.ts from step 9 on. Refunds once, and publishes one PaymentRefunded. If nothing was charged, that is
 * stored and published, too: the provider declines a charge that comes late, and the booking can be cancelled.
 */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { metadata, ...booking } = parseOneOf([seatUnavailable, seatReleased], event).detail;
  const { bookingId } = booking;
  const refund: Refund = {
    status: "REFUNDED",
    ...booking,
    paymentId: `REF-${bookingId}`,
    ...(await takeBack(bookingId)),
  };
  const key = { bookingId, paymentId: refund.paymentId };
  const outgoing = newEvent(paymentRefunded, refund, metadata);
  const stored = await putIfAbsent<Refund & { event: StoredEvent }>({ ...refund, event: outgoing }, key);
  await publishOnce(stored.event, { key });
}

/** Which payment is refunded, and how much; nothing if nothing was charged. */
async function takeBack(bookingId: string): Promise<Pick<Refund, "refunds" | "amount">> {
  const paymentId = `PAY-${bookingId}`;
  const amount = await cancelCharge(paymentId);
  if (amount > 0) return { refunds: paymentId, amount };
  // A payment from before step 9 has another id, and the provider does not know it.
  const earlier = await findPayment(bookingId);
  return earlier && earlier.paymentId !== paymentId ? { refunds: earlier.paymentId, amount: earlier.amount } : {};
}
