import { decide, type Payment } from "../../../services/payment/decide.ts";
import { putIfAbsent } from "../../../services/put-if-absent.ts";
import type { SagaState } from "./saga-state.ts";

export type { Payment };

/** Charges for the booking once, and returns the result. Step Functions, too, may call a task twice. */
export async function handler(state: SagaState): Promise<Payment> {
  const payment = decide(state, paymentIdOf(state.bookingId));
  return await putIfAbsent(payment, { bookingId: payment.bookingId, paymentId: payment.paymentId });
}

export function paymentIdOf(bookingId: string): string {
  return `PAY-${bookingId}`;
}
