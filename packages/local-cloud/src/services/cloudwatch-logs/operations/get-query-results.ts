import type { GetQueryResultsRequest, GetQueryResultsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { type CloudWatchLogsState, findQuery } from "../state.ts";

export function getQueryResults(
  state: CloudWatchLogsState,
): Operation<Wire<GetQueryResultsRequest>, Wire<GetQueryResultsResponse>> {
  return (input, { authorize }) => {
    authorize({ action: "logs:GetQueryResults", resource: "*" });
    const { queryId, statistics } = findQuery(state, input.queryId);
    const results = state.queryResults.get(queryId) ?? [];
    return { queryLanguage: "CWLI", results, statistics, status: "Complete" };
  };
}
