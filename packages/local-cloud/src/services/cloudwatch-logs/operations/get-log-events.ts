import type { GetLogEventsRequest, GetLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { type StreamEvent, sortKeyOf, readEvents } from "../read-events.ts";
import type { LogsState } from "../state.ts";
import { groupFrom, invalidParameter, pageSize, streamName } from "../validate.ts";

/**
 * A page of one stream, in the order of time: the latest unless `startFromHead`. The tokens name the
 * places before and after the page; at the end of the stream the same token comes back.
 */
export function getLogEvents(state: LogsState): Operation<Wire<GetLogEventsRequest>, Wire<GetLogEventsResponse>> {
  return (input, { account, authorize }) => {
    const group = groupFrom(account, input);
    const name = streamName(input.logStreamName);
    authorize({ action: "logs:GetLogEvents", resource: streamArn(account, group, name) });
    state.stream(group, name);
    const limit = pageSize(input.limit, 10_000, 10_000);
    // endTime itself is not included here, unlike in FilterLogEvents.
    const range = { from: input.startTime, to: input.endTime === undefined ? undefined : input.endTime - 1 };
    const events = readEvents(state, state.group(group), [name], range);
    const token = input.nextToken === undefined ? undefined : parseToken(input.nextToken);
    const page = pageOf(events, limit, token, input.startFromHead ?? false);
    return {
      events: page.map(({ timestamp, message, ingestionTime }) => ({ timestamp, message, ingestionTime })),
      nextForwardToken: `f/${page.length > 0 ? sortKeyOf(page.at(-1)!) : (token?.place ?? "")}/s`,
      nextBackwardToken: `b/${page.length > 0 ? sortKeyOf(page[0]!) : (token?.place ?? "")}/s`,
    };
  };
}

interface Token {
  direction: "f" | "b";
  place: string;
}

function parseToken(text: string): Token {
  const [, direction, place] = /^([fb])\/([0-9.]*)\/s$/.exec(text) ?? [];
  if (place === undefined) throw invalidParameter("The specified nextToken is invalid.");
  return { direction: direction as Token["direction"], place };
}

function pageOf(events: StreamEvent[], limit: number, token: Token | undefined, fromHead: boolean): StreamEvent[] {
  if (!token) return fromHead ? events.slice(0, limit) : events.slice(-limit);
  if (token.direction === "f") return events.filter((event) => sortKeyOf(event) > token.place).slice(0, limit);
  return events.filter((event) => sortKeyOf(event) < token.place).slice(-limit);
}
