import type { StartQueryRequest, StartQueryResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupOfIdentifier, streamArn } from "../arns.ts";
import { compileQuery, resultRow } from "../insights/query.ts";
import { Row } from "../insights/row.ts";
import { readEvents } from "../read-events.ts";
import { type CloudWatchLogsState, queriesOf } from "../state.ts";
import { atMost, groupName, invalidParameter, pageSize, required } from "../validate.ts";

const maxRows = 10_000;
/** "StartQuery". */
const maxQueryLength = 10_000;

/** Runs a query of Logs Insights on one or more log groups. The query is complete when the call returns. */
export function startQuery(state: CloudWatchLogsState): Operation<Wire<StartQueryRequest>, Wire<StartQueryResponse>> {
  return (input, { account, authorize }) => {
    const groups = groupsOf(input).map((identifier) => groupName(groupOfIdentifier(account, identifier)));
    for (const group of groups) authorize({ action: "logs:StartQuery", resource: streamArn(account, group) });
    const queryString = atMost(required(input.queryString, "queryString"), "queryString", maxQueryLength)!;
    const range = rangeOf(input);
    const rows = groups.flatMap((group) => rowsOf(state, group, range));
    const table = compileQuery(queryString)(rows.sort((a, b) => (a.sortKey < b.sortKey ? -1 : 1)));
    const results = table.rows.slice(0, pageSize(input.limit, maxRows, maxRows)).map((row) => resultRow(table, row));

    const queryId = account.random.uuid();
    queriesOf(state).set(queryId, {
      queryId,
      queryString,
      logGroupName: groups[0]!,
      createTime: account.clock.now(),
      results,
      statistics: {
        recordsScanned: rows.length,
        recordsMatched: table.rows.length,
        bytesScanned: rows.reduce((sum, row) => sum + Buffer.byteLength(String(row.get("@message"))), 0),
      },
    });
    return { queryId };
  };
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

function rowsOf(state: CloudWatchLogsState, name: string, range: { from: number; to: number }): Row[] {
  const group = state.group(name);
  const logName = `${state.account.id}:${name}`;
  return readEvents(state, group, state.streams(name).keys(), range).map((event) => Row.ofEvent(event, logName));
}
