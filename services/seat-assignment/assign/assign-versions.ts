import { environment } from "../../environment.ts";
import { parse } from "../../events/parse.ts";
import { putEvent } from "../../events/publish.ts";
import { inVersion, type SeatAssignedVersion } from "../../events/versions.ts";
import { observedConsumer } from "../../observe.ts";
import { answerOnce } from "./assign-idempotent.ts";

/** PaymentConfirmed: as before, except that a seat is said in each version that the program asks for. */
export const handler = observedConsumer(async (event) => {
  const answer = await answerOnce(parse("PaymentConfirmed", event));
  if (answer.name !== "SeatAssigned") return putEvent(answer);
  for (const version of publishedVersions()) await putEvent(inVersion(version, answer));
});

/** E.g. "1,2". */
function publishedVersions(): SeatAssignedVersion[] {
  return environment("SEAT_ASSIGNED_VERSIONS").split(",").map(Number) as SeatAssignedVersion[];
}
