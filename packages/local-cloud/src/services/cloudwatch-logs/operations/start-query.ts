import type { StartQueryRequest, StartQueryResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupOfIdentifier, streamArn } from "../arns.ts";
import { compileQuery, maxRows, type QueryResult, resultRow } from "../insights/query.ts";
import { Row } from "../insights/row.ts";
import { readEvents } from "../read-events.ts";
import { type CloudWatchLogsState, queriesOf } from "../state.ts";
import { atMost, groupName, invalidParameter, pageSize, required } from "../validate.ts";

/** "StartQuery". */
const maxQueryLength = 10_000;

/** Runs a query of Logs Insights on one or more log groups. The query is complete when the call returns. */
export function startQuery(state: CloudWatchLogsState): Operation<Wire<StartQueryRequest>, Wire<StartQueryResponse>> {
  return async (input, { account, authorize }) => {
    const groups = groupsOf(input).map((identifier) => groupName(groupOfIdentifier(account, identifier)));
    for (const group of groups) authorize({ action: "logs:StartQuery", resource: streamArn(account, group) });
    const queryString = atMost(required(input.queryString, "queryString"), "queryString", maxQueryLength)!;
    const range = rangeOf(input);
    for (const group of groups) state.group(group);
    const limit = pageSize(input.limit, maxRows, maxRows);
    const { result, scanned, bytes } = await run(state, queryString, groups, range);

    const queryId = account.random.uuid();
    queriesOf(state).set(queryId, {
      queryId,
      queryString,
      logGroupName: groups[0]!,
      createTime: account.clock.now(),
      statistics: { recordsScanned: scanned, recordsMatched: result.matched, bytesScanned: bytes },
    });
    state.queryResults.set(
      queryId,
      result.rows.slice(0, limit).map((row) => resultRow(result, row)),
    );
    return { queryId };
  };
}

async function run(
  state: CloudWatchLogsState,
  queryString: string,
  groups: readonly string[],
  range: { from: number; to: number },
): Promise<{ result: QueryResult; scanned: number; bytes: number }> {
  const query = compileQuery(queryString);
  const running = query.start();
  const all = groups.map((group) => ({ group, streams: state.streams(group).keys() }));
  let [scanned, bytes] = [0, 0];
  for await (const events of readEvents(state, all, { ...range, reverse: query.order === "latest first" })) {
    scanned += events.length;
    for (const { message } of events) bytes += Buffer.byteLength(message);
    running.push(events.map((event) => Row.ofEvent(event, `${state.account.id}:${event.group}`)));
  }
  return { result: running.end(), scanned, bytes };
}

function groupsOf({ logGroupName, logGroupNames, logGroupIdentifiers }: Wire<StartQueryRequest>): string[] {
  const given = [logGroupName && [logGroupName], logGroupNames, logGroupIdentifiers].filter(Boolean) as string[][];
  if (given.length !== 1 || given[0]!.length === 0) {
    throw invalidParameter("Specify exactly one of logGroupName, logGroupNames and logGroupIdentifiers.");
  }
  return given[0]!;
}

/** In milliseconds, both ends included. As on AWS, the input is in seconds, or in milliseconds if it is that large. */
function rangeOf(input: Wire<StartQueryRequest>): { from: number; to: number } {
  const from = toMs(required(input.startTime, "startTime"), 0);
  const to = toMs(required(input.endTime, "endTime"), 999);
  if (to < from) throw invalidParameter("End time should not be less than start time.");
  return { from, to };
}

function toMs(time: number, rest: number): number {
  return time > 100_000_000_000 ? time : time * 1000 + rest;
}
