import { eventsOf, groupBy, type Snapshot } from "../snapshot.ts";

/**
 * An event is published once, and again at most once for each interruption: a crash or a lost response between publishing
 * and marking it as published, or a second run that began before the mark. One more is allowed for TicketIssued, as the
 * answer to BookingExpired. Two versions of an event count separately.
 */
export function fewRepeats(snapshot: Snapshot): string[] {
  const { events, interruptions } = snapshot;
  const facts = groupBy(
    events,
    ({ name, detail }) => `${name} of ${detail.bookingId}, version ${detail.metadata.version},`,
  );
  return [...facts].flatMap(([fact, { length: times, 0: first }]) => {
    const isAnswer =
      first!.name === "TicketIssued" && eventsOf(snapshot, first!.detail.bookingId, "BookingExpired").length > 0;
    const allowed = 1 + interruptions + (isAnswer ? 1 : 0);
    return times <= allowed ? [] : [`${fact} was published ${times} times (allowed: ${allowed})`];
  });
}
