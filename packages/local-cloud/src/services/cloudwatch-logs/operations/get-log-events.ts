import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { placeOf as placeOfKey } from "../event-key.ts";
import { type EventRange, firstEvents, readEvents, type StreamEvent } from "../read-events.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupFrom, invalidParameter, pageSize, streamName } from "../validate.ts";

/**
 * One page of a stream, in chronological order: the latest events, or the earliest with
 * `startFromHead`. The tokens lead to the pages before and after it. At the end of the stream the
 * returned token is the same as the given one.
 */
export function getLogEvents(
  state: CloudWatchLogsState,
): Operation<Wire<GetLogEventsRequest>, Wire<GetLogEventsResponse>> {
  return async (input, { account, authorize }) => {
    const group = groupFrom(account, input);
    const name = streamName(input.logStreamName);
    authorize({ action: "logs:GetLogEvents", resource: streamArn(account, group, name) });
    state.stream(group, name);
    const limit = pageSize(input.limit, 10_000, 10_000);
    // Unlike in FilterLogEvents, endTime itself is excluded.
    const range = { from: input.startTime, to: input.endTime === undefined ? undefined : input.endTime - 1 };
    const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
    const read: Read = (part, count) =>
      firstEvents(readEvents(state, [{ group, streams: [name] }], { ...range, ...part }), count);
    const page = await pageOf(read, range, limit, token, input.startFromHead ?? false);
    return {
      events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: formatToken("f", forward(page, token)),
      nextBackwardToken: formatToken("b", page[0] ? placeOf(page[0]) : token),
    };
  };
}

/** Where a page begins or ends. */
interface Place {
  sortKey: string;
  /** The latest event known then: a later one of the same millisecond may sort before it, and is new all the same. */
  key: string;
}

interface Token extends Place {
  direction: "f" | "b";
}

function placeOf(event: StreamEvent): Place {
  return { sortKey: event.key, key: event.sequence };
}

function forward(page: StreamEvent[], token: Token | undefined): Place | undefined {
  const places = [...page.map(placeOf), ...(token?.direction === "f" ? [token] : [])];
  const last = (member: keyof Place) =>
    places
      .map((place) => place[member])
      .sort()
      .at(-1)!;
  return places.length === 0 ? token : { sortKey: last("sortKey"), key: last("key") };
}

function formatToken(direction: Token["direction"], place: Place | undefined): string {
  return `${direction}/${place ? `${place.sortKey}-${place.key}` : ""}/s`;
}

function parseToken(token: string): Token {
  const [, direction, sortKey, key = ""] = /^([fb])\/([0-9.]*)(?:-([0-9]+))?\/s$/.exec(token) ?? [];
  if (sortKey === undefined) throw invalidParameter("The specified nextToken is invalid.");
  return { direction: direction as Token["direction"], sortKey, key };
}

/** The first events of a part of the range. */
type Read = (part: EventRange, count: number) => Promise<StreamEvent[]>;

async function pageOf(
  read: Read,
  range: EventRange,
  limit: number,
  token: Token | undefined,
  fromHead: boolean,
): Promise<StreamEvent[]> {
  if (!token && fromHead) return read({}, limit);
  if (!token) return (await read({ reverse: true }, limit)).reverse();
  if (token.direction === "b") return (await read({ before: token.sortKey, reverse: true }, limit)).reverse();
  const late = await lateEvents(read, range, token);
  return [...late, ...(await read({ after: token.sortKey }, limit))].slice(0, limit);
}

/** Events that came after the page before, but have their place in that page. */
async function lateEvents(read: Read, { from, to }: EventRange, { sortKey, key }: Token): Promise<StreamEvent[]> {
  if (sortKey === "") return [];
  const { timestamp } = placeOfKey(sortKey);
  const sameTime = {
    from: Math.max(from ?? timestamp, timestamp),
    to: Math.min(to ?? timestamp, timestamp),
    before: sortKey,
  };
  const events = await read(sameTime, Number.POSITIVE_INFINITY);
  return events.filter(({ sequence }) => sequence > key).sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
}
