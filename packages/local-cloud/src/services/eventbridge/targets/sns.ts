import { sendToArn } from "../../../core/send-to-arn.ts";
import type { Attempt } from "./attempt.ts";

export async function deliverToTopic({ account, delivery, payload, principal }: Attempt): Promise<void> {
  await sendToArn(account, delivery.target.Arn!, { body: payload }, principal);
}
