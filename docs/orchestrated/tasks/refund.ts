import { refundOf } from "../../../services/payment/payments.ts";
import { putIfAbsent } from "../../../services/put-if-absent.ts";
import { type Payment, paymentIdOf } from "./charge.ts";
import { reasonOf, type SagaState } from "./saga-state.ts";

/**
 * Refunds the payment. If the charge gave no answer, one conditional write settles it: either the payment is stored, and
 * is refunded, or there is none, and a charge that comes late is declined.
 */
export async function handler(state: SagaState): Promise<NonNullable<SagaState["refund"]>> {
  const { bookingId, customerId, flightId, amount } = state;
  const paymentId = paymentIdOf(bookingId);
  const reason = reasonOf(state);
  const declined: Payment = { status: "FAILED", reason, paymentId, bookingId, customerId, flightId, amount };
  const payment = await putIfAbsent<Payment>(declined, { bookingId, paymentId });
  if (payment.status !== "SUCCESS") return { amount: 0 };
  const refund = refundOf(payment, `REF-${bookingId}`, reason);
  await putIfAbsent(refund, { bookingId, paymentId: refund.paymentId });
  return { amount: refund.amount ?? 0 };
}
