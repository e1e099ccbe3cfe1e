import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { readEvents, type StreamEvent, sortKeyOf } from "../read-events.ts";
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
  return (input, { account, authorize }) => {
    const group = groupFrom(account, input);
    const name = streamName(input.logStreamName);
    authorize({ action: "logs:GetLogEvents", resource: streamArn(account, group, name) });
    state.stream(group, name);
    const limit = pageSize(input.limit, 10_000, 10_000);
    // Unlike in FilterLogEvents, endTime itself is excluded.
    const range = { from: input.startTime, to: input.endTime === undefined ? undefined : input.endTime - 1 };
    const events = readEvents(state, state.group(group), [name], range);
    const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
    const page = pageOf(events, limit, token, input.startFromHead ?? false);
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
  return { sortKey: sortKeyOf(event), key: event.key };
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

function pageOf(events: StreamEvent[], limit: number, token: Token | undefined, fromHead: boolean): StreamEvent[] {
  if (!token) return fromHead ? events.slice(0, limit) : events.slice(-limit);
  if (token.direction === "b") return events.filter((event) => sortKeyOf(event) < token.sortKey).slice(-limit);
  const late = events.filter((event) => isLate(event, token)).sort((one, other) => (one.key < other.key ? -1 : 1));
  return [...late, ...events.filter((event) => sortKeyOf(event) > token.sortKey)].slice(0, limit);
}

/** Whether an event came after the page before, but has its place in that page. */
function isLate(event: StreamEvent, { sortKey, key }: Token): boolean {
  return event.timestamp === Number(sortKey.slice(0, 15)) && event.key > key && sortKeyOf(event) < sortKey;
}
