import type { FilterLogEventsRequest, FilterLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { compileFilterPattern } from "../filter-pattern/index.ts";
import { firstEvents, readEvents } from "../read-events.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { atMost, groupFrom, invalidParameter, pageSize } from "../validate.ts";

/** "FilterLogEvents". */
const maxPatternLength = 1024;

/** Events of a group that match a pattern, in chronological order. Both ends of the time range are included. */
export function filterLogEvents(
  state: CloudWatchLogsState,
): Operation<Wire<FilterLogEventsRequest>, Wire<FilterLogEventsResponse>> {
  return async (input, { account, authorize }) => {
    const group = groupFrom(account, input);
    authorize({ action: "logs:FilterLogEvents", resource: streamArn(account, group) });
    const limit = pageSize(input.limit, 10_000, 10_000);
    const filter = compileFilterPattern(atMost(input.filterPattern, "filterPattern", maxPatternLength) ?? "");
    state.group(group);
    const streams = wantedStreams(state, group, input);
    const after = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
    const range = { from: input.startTime, to: input.endTime, after };
    // One more than the page tells whether there is another page.
    const found = await firstEvents(readEvents(state, [{ group, streams }], range, filter), limit + 1);
    const page = found.slice(0, limit);
    return {
      events: page.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestionTime,
        eventId: event.key.replaceAll(".", "").padStart(56, "0"),
      })),
      searchedLogStreams: [],
      ...(found.length > limit && { nextToken: Buffer.from(page.at(-1)!.key).toString("base64url") }),
    };
  };
}

function wantedStreams(state: CloudWatchLogsState, group: string, input: Wire<FilterLogEventsRequest>): string[] {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names !== undefined && prefix !== undefined) {
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  }
  if (names !== undefined) {
    for (const name of names) state.stream(group, name);
    return names;
  }
  return [...state.streams(group).keys()].filter((name) => name.startsWith(prefix ?? ""));
}

function parseToken(token: string): string {
  const sortKey = Buffer.from(token, "base64url").toString();
  if (!/^\d{15}\.\d{10}\.\d+$/.test(sortKey)) throw invalidParameter("The specified nextToken is invalid.");
  return sortKey;
}
