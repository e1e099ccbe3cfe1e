import { expireOverdue } from "./expire.ts";

/** Replaces expire.ts from step 14 on. It stores BookingExpired with the booking; the pipe publishes the event. */
export async function handler(tick: { executionId: string }): Promise<void> {
  await expireOverdue(tick, async () => {});
}
