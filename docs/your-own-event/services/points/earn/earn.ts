import type { EventBridgeEvent } from "aws-lambda";
import { parse } from "../../events/parse.ts";
import { newEvent } from "../../events/publish.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { putIfAbsent } from "../../put-if-absent.ts";
import { ticketIssued } from "../consumes.ts";
import { pointsFor } from "../points.ts";
import { pointsEarned } from "../publishes.ts";

/** TicketIssued: stores the points that the ticket earns, and publishes PointsEarned. A repeat changes nothing. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { bookingId, customerId, seat, metadata } = parse(ticketIssued, event);
  const earned = { bookingId, customerId, points: pointsFor(seat) };
  const key = { bookingId, entry: "EARNED" };
  const stored = await putIfAbsent({ ...key, ...earned, event: newEvent(pointsEarned, earned, metadata) }, key);
  await publishOnce(stored.event, { key });
}
