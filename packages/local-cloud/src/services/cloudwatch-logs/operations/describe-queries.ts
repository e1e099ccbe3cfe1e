import type { DescribeQueriesRequest, DescribeQueriesResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { pageAfter } from "../page.ts";
import { type CloudWatchLogsState, queriesOf } from "../state.ts";
import { pageSize } from "../validate.ts";

/** Returns the latest query first. */
export function describeQueries(
  state: CloudWatchLogsState,
): Operation<Wire<DescribeQueriesRequest>, Wire<DescribeQueriesResponse>> {
  return (input, { authorize }) => {
    authorize({ action: "logs:DescribeQueries", resource: "*" });
    const wanted = [...queriesOf(state).values()]
      .filter(({ logGroupName }) => input.logGroupName === undefined || logGroupName === input.logGroupName)
      .filter(() => input.status === undefined || input.status === "Complete")
      .sort((a, b) => b.createTime - a.createTime);
    const page = pageAfter(wanted, ({ queryId }) => queryId, pageSize(input.maxResults, 1000, 1000), input.nextToken);
    return {
      queries: page.items.map(({ queryId, queryString, createTime, logGroupName }) => ({
        queryLanguage: "CWLI",
        queryId,
        queryString,
        status: "Complete",
        createTime,
        logGroupName,
      })),
      ...(page.nextToken && { nextToken: page.nextToken }),
    };
  };
}
