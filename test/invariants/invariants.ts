import { cancelledHoldsNothing } from "./rules/cancelled-holds-nothing.ts";
import { fewRepeats } from "./rules/few-repeats.ts";
import { inTime } from "./rules/in-time.ts";
import { nothingLost } from "./rules/nothing-lost.ts";
import { oneCharge } from "./rules/one-charge.ts";
import { oneId } from "./rules/one-id.ts";
import { oneSeat } from "./rules/one-seat.ts";
import { sameEnd } from "./rules/same-end.ts";
import type { Snapshot } from "./snapshot.ts";

/** Returns a description of each violation. */
type Invariant = (snapshot: Snapshot) => string[];

/** What the choreography guarantees for every booking once nothing is pending. */
export const invariants: Readonly<Record<string, Invariant>> = {
  "a booking holds at most one seat, and a seat at most one booking": oneSeat,
  "the money taken is one ticket's price, or nothing": oneCharge,
  "a booking is ticketed or cancelled, and all five services agree": sameEnd,
  "all messages about one fact have the same id": oneId,
  "every event was published and delivered, or is in a dead-letter queue": nothingLost,
  "a cancelled booking holds neither seat nor money nor ticket": cancelledHoldsNothing,
  "no booking is open beyond its deadline, one tick and the way back": inTime,
  "an event is published once, and again for each interruption at most": fewRepeats,
};

/** The violations of all invariants, e.g. "invariant 1: B1 holds 12A and 12B". */
export function violationsOf(snapshot: Snapshot): string[] {
  return Object.values(invariants).flatMap((invariant, index) =>
    invariant(snapshot).map((violation) => `invariant ${index + 1}: ${violation}`),
  );
}
