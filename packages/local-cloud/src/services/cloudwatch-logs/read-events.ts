import type { CloudWatchLogsState, LogGroup, StoredEvent } from "./state.ts";

/** A stored event with its stream and the key that orders events of the same millisecond. */
export interface StreamEvent extends StoredEvent {
  stream: string;
  key: string;
}

interface TimeRange {
  /** Milliseconds since 1970, included. */
  from?: number | undefined;
  /** Milliseconds since 1970, included. */
  to?: number | undefined;
}

/** The events of some of a group's streams in chronological order, without those past the retention. */
export function readEvents(
  state: CloudWatchLogsState,
  group: LogGroup,
  streams: Iterable<string>,
  range: TimeRange,
  keep: (message: string) => boolean = () => true,
): StreamEvent[] {
  const from = Math.max(range.from ?? Number.NEGATIVE_INFINITY, state.expiryLimit(group));
  const to = range.to ?? Number.POSITIVE_INFINITY;
  const found: StreamEvent[] = [];
  for (const stream of streams) {
    for (const [key, event] of state.events(group.name, stream).entries()) {
      if (event.timestamp < from || event.timestamp > to || !keep(event.message)) continue;
      found.push({ ...event, stream, key });
    }
  }
  return found.sort(byTime);
}

/** A string that sorts events chronologically. */
export function sortKeyOf(event: StreamEvent): string {
  return `${String(event.timestamp).padStart(15, "0")}.${event.key}`;
}

function byTime(a: StreamEvent, b: StreamEvent): number {
  return a.timestamp - b.timestamp || (a.key < b.key ? -1 : 1);
}
