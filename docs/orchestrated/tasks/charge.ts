import { decide, type Payment } from "../../../services/payment/decide.ts";
import { putIfAbsent } from "../../../services/put-if-absent.ts";
import type { Story } from "./booking.ts";

/** Charges for the booking once, and returns what came of it. Step Functions may call a task twice, too. */
export async function handler(story: Story): Promise<Payment> {
  const payment = decide(story, `PAY-${story.bookingId}`);
  return await putIfAbsent(payment, { bookingId: payment.bookingId, paymentId: payment.paymentId });
}
