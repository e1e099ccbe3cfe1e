import type { DescribeLogStreamsRequest, DescribeLogStreamsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { pageAfter } from "../page.ts";
import type { CloudWatchLogsState, LogStream } from "../state.ts";
import { groupFrom, invalidParameter, pageSize } from "../validate.ts";

/** Sorts by name or by the time of the last event; `descending` reverses the order. */
export function describeLogStreams(
  state: CloudWatchLogsState,
): Operation<Wire<DescribeLogStreamsRequest>, Wire<DescribeLogStreamsResponse>> {
  return (input, { account, authorize }) => {
    const group = groupFrom(account, input);
    authorize({ action: "logs:DescribeLogStreams", resource: streamArn(account, group) });
    const byTime = input.orderBy === "LastEventTime";
    if (byTime && input.logStreamNamePrefix !== undefined) {
      throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    }
    state.group(group);
    const streams = [...state.streams(group).values()]
      .filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ""))
      .sort(byTime ? byLastEvent : byName);
    if (input.descending) streams.reverse();
    const page = pageAfter(streams, (stream) => stream.name, pageSize(input.limit, 50, 50), input.nextToken);
    return {
      logStreams: page.items.map(({ name, ...stream }) => ({
        ...stream,
        logStreamName: name,
        arn: streamArn(account, group, name),
        // AWS no longer reports the size of a stream.
        storedBytes: 0,
      })),
      ...(page.nextToken && { nextToken: page.nextToken }),
    };
  };
}

function byName(a: LogStream, b: LogStream): number {
  return a.name < b.name ? -1 : 1;
}

function byLastEvent(a: LogStream, b: LogStream): number {
  return (a.lastEventTimestamp ?? a.creationTime) - (b.lastEventTimestamp ?? b.creationTime) || byName(a, b);
}
