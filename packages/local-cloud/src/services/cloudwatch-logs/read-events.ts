import type { Account } from "../../core/account.ts";
import { Random } from "../../core/random.ts";
import type { CloudWatchLogsState, LogGroup, StoredEvent } from "./state.ts";

/** A stored event with its stream and its key there. */
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

/**
 * The events of some of a group's streams in chronological order, without those past the retention. AWS does not document
 * the order of equal timestamps, so here the seed draws it. Only the events of one PutLogEvents call keep their order,
 * which is an assumption: a call must be in chronological order, and Lambda's lines of one millisecond do not get mixed up.
 */
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

/** Draws the place of a call's events among others of the same millisecond. @param key of its first event */
export function drawRank({ random }: Pick<Account, "random">, key: string): number {
  return new Random(random.seed ^ Math.imul(Number(key), 0x9e3779b1)).below(2 ** 32);
}

/** A string that sorts events in this order. */
export function sortKeyOf({ timestamp, rank, key }: StreamEvent): string {
  return `${String(timestamp).padStart(15, "0")}.${String(rank).padStart(10, "0")}.${key}`;
}

function byTime(a: StreamEvent, b: StreamEvent): number {
  return a.timestamp - b.timestamp || a.rank - b.rank || (a.key < b.key ? -1 : 1);
}
