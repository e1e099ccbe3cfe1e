import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { changeState } from "../change-state.ts";

/** TicketIssued: the booking is ticketed, if it can still become so. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, seat, ticketNumber } = parse("TicketIssued", event);
  await changeState(bookingId, "TicketIssued", { seat, ticketNumber });
}
