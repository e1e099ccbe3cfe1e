import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { changeState } from "../change-state.ts";
import { ticketIssued } from "../consumes.ts";

/** Replaces track.ts from step 9 on. Marks the booking as ticketed only if it is still REQUESTED. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, seat, ticketNumber } = parse(ticketIssued, event);
  await changeState(bookingId, "TicketIssued", { seat, ticketNumber });
}
