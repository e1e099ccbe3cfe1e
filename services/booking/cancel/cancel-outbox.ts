import type { EventBridgeEvent } from "aws-lambda";
import { cancel } from "./cancel-idempotent.ts";

/** Replaces cancel-idempotent.ts from step 14 on. It stores the booking with its event; the pipe publishes the event. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  await cancel(event);
}
