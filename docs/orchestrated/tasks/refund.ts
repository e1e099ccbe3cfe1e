import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { refundOf } from "../../../services/payment/payments.ts";
import { dynamo } from "../../../services/table.ts";
import { reasonOf, type SagaState } from "./saga-state.ts";

/** Refunds the payment. It need not look the payment up, because the state contains it. */
export async function handler(state: SagaState): Promise<{ paymentId: string }> {
  const { charge } = state;
  if (charge?.status !== "SUCCESS") throw new Error(`Booking ${state.bookingId} has no payment to refund`);
  const refund = refundOf(charge, `REF-${state.bookingId}`, reasonOf(state));
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }));
  return { paymentId: refund.paymentId };
}
