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
      nextForwardToken: `f/${page.length > 0 ? sortKeyOf(page.at(-1)!) : (token?.sortKey ?? "")}/s`,
      nextBackwardToken: `b/${page.length > 0 ? sortKeyOf(page[0]!) : (token?.sortKey ?? "")}/s`,
    };
  };
}

interface Token {
  direction: "f" | "b";
  sortKey: string;
}

function parseToken(token: string): Token {
  const [, direction, sortKey] = /^([fb])\/([0-9.]*)\/s$/.exec(token) ?? [];
  if (sortKey === undefined) throw invalidParameter("The specified nextToken is invalid.");
  return { direction: direction as Token["direction"], sortKey };
}

function pageOf(events: StreamEvent[], limit: number, token: Token | undefined, fromHead: boolean): StreamEvent[] {
  if (!token) return fromHead ? events.slice(0, limit) : events.slice(-limit);
  if (token.direction === "f") return events.filter((event) => sortKeyOf(event) > token.sortKey).slice(0, limit);
  return events.filter((event) => sortKeyOf(event) < token.sortKey).slice(-limit);
}
