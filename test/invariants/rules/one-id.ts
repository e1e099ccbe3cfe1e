import { canonical } from "../canonical.ts";
import { type BusEvent, groupBy, type Snapshot } from "../snapshot.ts";

/** All messages about one fact have the same id, so that a receiver can drop repeats. */
export function oneId({ events, inbox }: Snapshot): string[] {
  const violations: string[] = [];
  for (const [fact, repeats] of groupBy(events, factOf)) {
    const ids = new Set(repeats.map(({ detail }) => detail.metadata.eventId));
    const versions = groupBy(repeats, ({ detail }) => String(detail.metadata.version)).values();
    if (ids.size > 1) violations.push(`${fact} has ${ids.size} ids, so deduplication by id lets ${ids.size} through`);
    else if ([...versions].some((same) => new Set(same.map(({ detail }) => canonical(detail))).size > 1))
      violations.push(`${fact} has one id, but different details`);
  }
  for (const [id, same] of groupBy(events, ({ detail }) => detail.metadata.eventId)) {
    const facts = new Set(same.map(factOf));
    if (facts.size > 1) violations.push(`id ${id} is shared by ${[...facts].join(" and ")}`);
  }
  for (const [bookingId, messages] of groupBy(inbox, (message) => message.bookingId)) {
    if (messages.length < 2) continue;
    const ids = new Set(messages.map(({ id }, index) => id ?? `without id ${index}`));
    if (ids.size > 1) violations.push(`the customer of ${bookingId} got its outcome under ${ids.size} ids`);
  }
  return violations;
}

function factOf({ name, detail }: BusEvent): string {
  return `${name} of ${detail.bookingId}`;
}
