import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { putEvent } from "../../events/publish.ts";
import { inVersion, type SeatAssignedVersion } from "../../events/versions.ts";
import { observedConsumer } from "../../observe.ts";
import { findOrCreateAnswer } from "./assign-idempotent.ts";

/** Replaces assign-observed.ts from step 12 on. Publishes SeatAssigned in each version that SEAT_ASSIGNED_VERSIONS lists. */
export const handler = observedConsumer(async (event) => {
  const answer = await findOrCreateAnswer(parse("PaymentConfirmed", event));
  if (answer.name !== "SeatAssigned") return putEvent(answer);
  for (const version of publishedVersions()) await putEvent(inVersion(version, answer));
});

/** SEAT_ASSIGNED_VERSIONS is a list such as "1,2". */
function publishedVersions(): SeatAssignedVersion[] {
  return environment("SEAT_ASSIGNED_VERSIONS").split(",").map(Number) as SeatAssignedVersion[];
}
