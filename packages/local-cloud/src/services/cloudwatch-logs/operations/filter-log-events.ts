import type { FilterLogEventsRequest, FilterLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { compileFilterPattern } from "../filter-pattern/index.ts";
import { readEvents, sortKeyOf } from "../read-events.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { atMost, groupFrom, invalidParameter, pageSize } from "../validate.ts";

/** "FilterLogEvents". */
const maxPatternLength = 1024;

/** Events of a group that match a pattern, in chronological order. Both ends of the time range are included. */
export function filterLogEvents(
  state: CloudWatchLogsState,
): Operation<Wire<FilterLogEventsRequest>, Wire<FilterLogEventsResponse>> {
  return (input, { account, authorize }) => {
    const group = groupFrom(account, input);
    authorize({ action: "logs:FilterLogEvents", resource: streamArn(account, group) });
    const limit = pageSize(input.limit, 10_000, 10_000);
    const matches = compileFilterPattern(atMost(input.filterPattern, "filterPattern", maxPatternLength) ?? "");
    const range = { from: input.startTime, to: input.endTime };
    const events = readEvents(state, state.group(group), wantedStreams(state, group, input), range, matches);
    const after = input.nextToken === undefined ? "" : parseToken(input.nextToken);
    const rest = after === "" ? events : events.filter((event) => sortKeyOf(event) > after);
    const page = rest.slice(0, limit);
    return {
      events: page.map((event) => ({
        logStreamName: event.stream,
        timestamp: event.timestamp,
        message: event.message,
        ingestionTime: event.ingestionTime,
        eventId: sortKeyOf(event).replaceAll(".", "").padStart(56, "0"),
      })),
      searchedLogStreams: [],
      ...(rest.length > limit && { nextToken: Buffer.from(sortKeyOf(page.at(-1)!)).toString("base64url") }),
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
