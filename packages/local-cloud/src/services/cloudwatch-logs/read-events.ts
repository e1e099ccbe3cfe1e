import type { Account } from "../../core/account.ts";
import { Random } from "../../core/random.ts";
import { type EventPlace, keyBefore, placeOf } from "./event-key.ts";
import type { MessageFilter } from "./filter-pattern/index.ts";
import { mergeStreams, type Source } from "./merge-streams.ts";
import type { CloudWatchLogsState, LogStream, StoredEvent } from "./state.ts";

/** A stored event with its place. */
export interface StreamEvent extends StoredEvent, EventPlace {
  group: string;
  stream: string;
  /** Sorts events of all streams. */
  key: string;
}

export interface EventRange {
  /** Milliseconds since 1970, included. */
  from?: number | undefined;
  /** Milliseconds since 1970, included. */
  to?: number | undefined;
  /** The key of an event; it is not included. */
  after?: string | undefined;
  /** The key of an event; it is not included. */
  before?: string | undefined;
  /** The latest event first. */
  reverse?: boolean | undefined;
}

/** The names of some of a group's streams. */
export interface GroupStreams {
  group: string;
  streams: Iterable<string>;
}

/**
 * The events of these streams in chronological order, in portions, without those past the retention. AWS does not document
 * the order of equal timestamps, so here the seed draws it. Only the events of one PutLogEvents call keep their order,
 * which is an assumption: a call must be in chronological order, and Lambda's lines of one millisecond do not get mixed up.
 */
export async function* readEvents(
  state: CloudWatchLogsState,
  groups: readonly GroupStreams[],
  range: EventRange,
  filter: MessageFilter = { matches: () => true },
): AsyncGenerator<StreamEvent[]> {
  const sources = groups.flatMap(({ group, streams }) =>
    [...streams].flatMap((stream) => sourceOf(state, group, stream, range, filter) ?? []),
  );
  yield* mergeStreams(sources, range.reverse ?? false);
}

/** The first events, without reading further. */
export async function firstEvents(portions: AsyncGenerator<StreamEvent[]>, count: number): Promise<StreamEvent[]> {
  const found: StreamEvent[] = [];
  for await (const portion of portions) {
    found.push(...portion);
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}

/** Draws the place of a call's events among others of the same millisecond. @param key of its first event */
export function drawRank({ random }: Pick<Account, "random">, key: string): number {
  return new Random(random.seed ^ Math.imul(Number(key), 0x9e3779b1)).below(2 ** 32);
}

/** Undefined if the stream has no events in the range. */
function sourceOf(
  state: CloudWatchLogsState,
  group: string,
  stream: string,
  range: EventRange,
  filter: MessageFilter,
): Source<StreamEvent> | undefined {
  const { firstEventTimestamp: first, lastEventTimestamp: last } =
    state.streams(group).get(stream) ?? ({} as LogStream);
  if (first === undefined || last === undefined) return undefined;
  const from = Math.max(range.from ?? Number.NEGATIVE_INFINITY, state.expiryLimit(state.group(group)));
  const to = range.to ?? Number.POSITIVE_INFINITY;
  if (last < from || first > to) return undefined;

  const begins = range.reverse ? keyBefore(Math.min(last, to) + 1) : keyBefore(Math.max(first, from));
  return { begins, open: () => eventsOf(state, group, stream, keysFrom(from, to, range), filter) };
}

function keysFrom(from: number, to: number, { after, before, reverse }: EventRange) {
  const start = Number.isFinite(from) ? keyBefore(from) : "";
  const end = Number.isFinite(to) ? keyBefore(to + 1) : undefined;
  return {
    ...(after !== undefined && after >= start ? { gt: after } : { gte: start }),
    lt: before !== undefined && (end === undefined || before < end) ? before : end,
    reverse,
  };
}

async function* eventsOf(
  state: CloudWatchLogsState,
  group: string,
  stream: string,
  keys: ReturnType<typeof keysFrom>,
  { matches, literal }: MessageFilter,
): AsyncGenerator<StreamEvent[]> {
  for await (const portion of state.events(group, stream).portions({ ...keys, literal })) {
    const kept = portion.filter(([, { message }]) => matches(message));
    yield kept.map(([key, event]) => ({ ...event, ...placeOf(key), group, stream, key }));
  }
}
