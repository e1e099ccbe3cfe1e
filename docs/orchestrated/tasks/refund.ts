import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { environment } from "../../../services/environment.ts";
import { refundOf } from "../../../services/payment/payments.ts";
import { dynamo } from "../../../services/table.ts";
import { reasonOf, type Story } from "./booking.ts";

/** Gives back what the booking paid. It need not look the payment up: the conductor has carried it along. */
export async function handler(story: Story): Promise<{ paymentId: string }> {
  const { charge } = story;
  if (charge?.status !== "SUCCESS")
    throw new Error(`Booking ${story.bookingId} has paid nothing that could be refunded`);
  const refund = refundOf(charge, `REF-${story.bookingId}`, reasonOf(story));
  await dynamo.send(new PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }));
  return { paymentId: refund.paymentId };
}
