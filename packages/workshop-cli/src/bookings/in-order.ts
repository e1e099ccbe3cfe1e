import { occurredAt, type SeenEvent } from "./seen-event.ts";

/** An event's place in time. */
interface Place {
  /** Milliseconds since 1970. */
  at: number;
  /** How many of the events led to it. */
  depth: number;
}

/**
 * Sorts events by when they happened, and causes before their effects, as the clocks of two functions may differ. The log
 * cannot: EventBridge's `time` has whole seconds, and CloudWatch Logs returns events of equal time in any order.
 */
export function inOrder(events: readonly SeenEvent[]): SeenEvent[] {
  const byId = new Map(events.map((event) => [event.detail.metadata?.eventId, event]));
  const places = new Map<SeenEvent, Place>();
  const placeOf = (event: SeenEvent): Place => {
    const known = places.get(event);
    if (known) return known;
    const own: Place = { at: occurredAt(event), depth: 0 };
    places.set(event, own); // An event that caused itself must not be followed forever.
    const { causationId } = event.detail.metadata ?? {};
    const cause = causationId === undefined ? undefined : byId.get(causationId);
    if (!cause) return own;
    const { at, depth } = placeOf(cause);
    const place: Place = { at: Math.max(own.at, at), depth: depth + 1 };
    places.set(event, place);
    return place;
  };
  const placed = events.map((event) => ({ event, ...placeOf(event) }));
  return placed.sort((one, other) => one.at - other.at || one.depth - other.depth).map(({ event }) => event);
}
