import { busNameOf } from "../arns.ts";
import { DeliveryError } from "../delivery/delivery-error.ts";
import { forward } from "../forwarding.ts";
import type { Attempt } from "./attempt.ts";

/**
 * Puts the event on another bus unchanged, its id included. AWS does not forward it to a third bus
 * ("Sending and receiving events between event buses").
 */
export async function deliverToBus({ account, delivery, principal }: Attempt): Promise<void> {
  if (delivery.forwarded) {
    throw new DeliveryError(
      "THIRD_ACCOUNT_HOP_DETECTED",
      "Events received from another event bus cannot be forwarded to this event bus.",
    );
  }
  const input = forward({
    busName: busNameOf(delivery.target.Arn),
    event: delivery.event,
    traceHeader: delivery.traceHeader,
  });
  await account.call({ service: "events", operation: "PutEvents", input, principal });
}
