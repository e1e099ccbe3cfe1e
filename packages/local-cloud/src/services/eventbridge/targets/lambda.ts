import { DeliveryError } from "../delivery/delivery-error.ts";
import { isJson } from "../input/is-json.ts";
import type { Attempt } from "./attempt.ts";

/** Invokes the function asynchronously: once Lambda has the event, EventBridge is done with it. */
export async function deliverToFunction({ account, delivery, payload, principal }: Attempt): Promise<void> {
  if (!isJson(payload)) throw new DeliveryError("INVALID_JSON", "The input for the function is not valid JSON.");
  const Payload = Buffer.from(payload).toString("base64");
  const input = { FunctionName: delivery.target.Arn, InvocationType: "Event", Payload };
  await account.call({ service: "lambda", operation: "Invoke", input, principal });
}
