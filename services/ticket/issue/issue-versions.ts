import type { EventBridgeEvent } from "aws-lambda";
import { seatAssigned } from "../../events/versions.ts";
import { observedConsumer } from "../../observe.ts";
import { handler as issue } from "./issue-idempotent.ts";

/** SeatAssigned in either version. Inside, Ticket keeps a seat as one word: the difference ends at the door. */
export const handler = observedConsumer((event: EventBridgeEvent<string, unknown>) => {
  const version2 = seatAssigned[2].detail.safeParse(event.detail);
  if (!version2.success) return issue(event);
  const { seat, ...rest } = version2.data;
  return issue({ ...event, detail: { ...rest, seat: `${seat.row}${seat.letter}` } });
});
