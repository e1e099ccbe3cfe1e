import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { seatAssigned } from "../consumes.ts";
import { seatAssigned2 } from "../consumes-2.ts";
import { issue } from "./issue-idempotent.ts";

/** Replaces issue-idempotent.ts from step 12 on. Understands SeatAssigned in both versions, and tells them apart by `version`. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  if (versionOf(event) !== 2) return issue(parse(seatAssigned, event));
  const { seat, ...booking } = parse(seatAssigned2, event);
  await issue({ ...booking, seat: `${seat.row}${seat.letter}` });
}

function versionOf({ detail }: EventBridgeEvent<string, unknown>): number | undefined {
  return (detail as { metadata?: { version?: number } }).metadata?.version;
}
