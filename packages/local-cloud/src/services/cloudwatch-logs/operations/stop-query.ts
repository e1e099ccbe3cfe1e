import type { StopQueryRequest, StopQueryResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { type CloudWatchLogsState, findQuery } from "../state.ts";
import { invalidParameter } from "../validate.ts";

/** Always fails: a query is already complete when StartQuery returns, and cannot be stopped then. */
export function stopQuery(state: CloudWatchLogsState): Operation<Wire<StopQueryRequest>, Wire<StopQueryResponse>> {
  return (input, { authorize }) => {
    authorize({ action: "logs:StopQuery", resource: "*" });
    const { queryId } = findQuery(state, input.queryId);
    throw invalidParameter(`Query with ID ${queryId} has already ended with status Complete.`);
  };
}
