import { sendToArn } from "../../../core/send-to-arn.ts";
import type { Attempt } from "./attempt.ts";

export async function deliverToQueue({ account, delivery, payload, principal }: Attempt): Promise<void> {
  const { target, traceHeader } = delivery;
  const message = { body: payload, messageGroupId: target.SqsParameters?.MessageGroupId, traceHeader };
  await sendToArn(account, target.Arn!, message, principal);
}
