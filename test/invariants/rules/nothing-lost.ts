import {
  type BusEvent,
  bookingOf,
  type Consumer,
  eventsOf,
  groupBy,
  type Item,
  isParked,
  type Snapshot,
} from "../snapshot.ts";

/** Every event was published and delivered, or is in a dead-letter queue. */
export function nothingLost(snapshot: Snapshot): string[] {
  return [...neverAnnounced(snapshot), ...neverPublished(snapshot), ...withoutEffect(snapshot)];
}

/** A booking that expired first needs no BookingCreated any more. */
function neverAnnounced(snapshot: Snapshot): string[] {
  return snapshot.accepted.flatMap(({ bookingId }) =>
    [...eventsOf(snapshot, bookingId, "BookingCreated"), ...eventsOf(snapshot, bookingId, "BookingExpired")].length > 0
      ? []
      : [`${bookingId} was answered 202, but its BookingCreated was never published`],
  );
}

/** Events that are stored beside the state that they belong to, and did not reach the bus. From step 9 on. */
function neverPublished(snapshot: Snapshot): string[] {
  const published = new Set(snapshot.events.map(({ detail }) => detail.metadata.eventId));
  return Object.values(snapshot.tables)
    .flatMap((items = []) => items.flatMap(storedEvents))
    .filter(({ detail }) => !published.has(detail.metadata.eventId))
    .filter(({ detail }) => !isParked(snapshot, detail.bookingId))
    .filter(({ name, detail }) => !(name === "BookingExpired" && isTicketed(snapshot, detail.bookingId)))
    .map(({ name, detail }) => `${name} of ${detail.bookingId} is stored, but was never published`);
}

/** A booking whose ticket came while it expired is not late any more. */
function isTicketed(snapshot: Snapshot, bookingId: string): boolean {
  return bookingOf(snapshot, bookingId)?.status === "TICKETED";
}

function storedEvents(item: Item): Pick<BusEvent, "name" | "detail">[] {
  return Object.values(item).flatMap((value) => {
    const { detailType, detail } = (value ?? {}) as { detailType?: unknown; detail?: unknown };
    if (typeof detailType !== "string" || typeof detail !== "string") return [];
    return [{ name: detailType, detail: JSON.parse(detail) }];
  });
}

/** Events that did nothing at a function to which a rule delivers them. */
function withoutEffect(snapshot: Snapshot): string[] {
  const distinct = [...groupBy(snapshot.events, ({ detail }) => detail.metadata.eventId).values()].map(
    ([first]) => first!,
  );
  return distinct.flatMap((event) =>
    snapshot
      .consumersOf(event)
      .filter((consumer) => !hadEffect(snapshot, event.detail.bookingId, consumer))
      .filter(({ name }) => !isDead(snapshot, name, event))
      .map(
        ({ name }) =>
          `${event.name} of ${event.detail.bookingId} had no effect at ${name}, and is in no dead-letter queue`,
      ),
  );
}

/**
 * What must follow is known from what the program declares: a function that publishes has published one of its events
 * about the booking, any other has written about it to its table. What caused that may have been another event: a late
 * SeatAssigned finds that the ticket was refused when the booking expired.
 */
function hadEffect(snapshot: Snapshot, bookingId: string, { publishes, table }: Consumer): boolean {
  if (publishes.length > 0) return eventsOf(snapshot, bookingId).some(({ name }) => publishes.includes(name));
  if (table === undefined) return true;
  return (snapshot.tables[table] ?? []).some((item) => Object.values(item).includes(bookingId));
}

function isDead({ deadLetters }: Snapshot, functionName: string, { detail }: BusEvent): boolean {
  return deadLetters.some(
    (dead) => dead.functionName === functionName && dead.event.detail.metadata.eventId === detail.metadata.eventId,
  );
}
