import type { EventBridgeEvent } from "aws-lambda";
import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { putEvent } from "../../events/publish.ts";
import { publishOnce } from "../../events/publish-once.ts";
import { paymentConfirmed } from "../consumes.ts";
import { answerTo } from "../flight.ts";
import { inVersion } from "../seat-assigned-versions.ts";
import { findOrCreateAnswer } from "./assign-idempotent.ts";

/** Replaces assign-idempotent.ts from step 12 on. Publishes SeatAssigned in each version that SEAT_ASSIGNED_VERSIONS lists. */
export async function handler(event: EventBridgeEvent<string, unknown>): Promise<void> {
  const { flightId, bookingId, ...booking } = parse(paymentConfirmed, event);
  const answer = await findOrCreateAnswer({ flightId, bookingId, ...booking });
  const place = { key: { flightId }, attribute: answerTo(bookingId) };
  if (answer.detailType !== "SeatAssigned") return publishOnce(answer, place);
  // Both versions have one event id. The mark is set when all of them are on the bus.
  const versions = publishedVersions().map((version) => inVersion(version, answer));
  await publishOnce(answer, place, async () => {
    for (const each of versions) await putEvent(each);
  });
}

/** SEAT_ASSIGNED_VERSIONS is a list such as "1,2". */
function publishedVersions(): number[] {
  return environment("SEAT_ASSIGNED_VERSIONS").split(",").map(Number);
}
