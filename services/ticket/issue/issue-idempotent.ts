import type { EventBridgeEvent } from "aws-lambda";
import type { Detail } from "../../events/expectation.ts";
import { parse } from "../../events/parse.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { seatAssigned } from "../consumes.ts";
import { decideOnce, issued, rejected } from "../decision.ts";
import { refusalOf } from "../withdrawn.ts";

/** Replaces issue.ts from step 9 on. Decides once per booking, and publishes one TicketIssued or TicketRejected. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  await issue(parse(seatAssigned, event));
}

export async function issue({ metadata, ...booking }: Detail<typeof seatAssigned>): Promise<void> {
  const reason = refusalOf(booking.flightId);
  const decision = reason ? rejected({ ...booking, reason }, metadata) : issued(booking, metadata);
  const { bookingId, event } = await decideOnce(decision, metadata);
  await publishOnce(event, { key: { bookingId } });
}
