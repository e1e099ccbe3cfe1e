import { isJson } from "../../../core/is-json.ts";
import { sendToArn } from "../../../core/send-to-arn.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import type { Attempt } from "./attempt.ts";

/** Invokes the function asynchronously: the delivery ends when Lambda has queued the event. */
export async function deliverToFunction({ account, delivery, payload, principal }: Attempt): Promise<void> {
  if (!isJson(payload)) throw new DeliveryError("INVALID_JSON", "The input for the function is not valid JSON.");
  await sendToArn(account, delivery.target.Arn!, { body: payload }, principal);
}
