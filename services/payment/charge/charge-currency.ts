import type { EventBridgeEvent } from "aws-lambda";
import { chargeOnce } from "./charge-idempotent.ts";

/** Replaces charge-idempotent.ts from step 12 on. Adds the currency to its events: a compatible change, since no consumer reads it. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  await chargeOnce(event, (outgoing) => ({
    ...outgoing,
    detail: JSON.stringify({ currency: "EUR", ...JSON.parse(outgoing.detail) }),
  }));
}
