import type { EventBridgeEvent } from "aws-lambda";
import { seatAssigned } from "../../events/versions.ts";
import { observedConsumer } from "../../observe.ts";
import { handler as issue } from "./issue-idempotent.ts";

/** Replaces issue-observed.ts from step 12 on. Accepts SeatAssigned in both versions and converts version 2 to version 1. */
export const handler = observedConsumer((event: EventBridgeEvent<string, unknown>) => {
  const version2 = seatAssigned[2].detail.safeParse(event.detail);
  if (!version2.success) return issue(event);
  const { seat, ...rest } = version2.data;
  return issue({ ...event, detail: { ...rest, seat: `${seat.row}${seat.letter}` } });
});
