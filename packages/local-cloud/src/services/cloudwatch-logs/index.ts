import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { createLogGroup } from "./operations/create-log-group.ts";
import { createLogStream } from "./operations/create-log-stream.ts";
import { deleteLogGroup } from "./operations/delete-log-group.ts";
import { deleteLogStream } from "./operations/delete-log-stream.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { deleteRetentionPolicy } from "./operations/delete-retention-policy.ts";
import { describeLogGroups } from "./operations/describe-log-groups.ts";
import { describeLogStreams } from "./operations/describe-log-streams.ts";
import { describeQueries } from "./operations/describe-queries.ts";
import { describeResourcePolicies } from "./operations/describe-resource-policies.ts";
import { filterLogEvents } from "./operations/filter-log-events.ts";
import { getLogEvents } from "./operations/get-log-events.ts";
import { getQueryResults } from "./operations/get-query-results.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putLogEvents } from "./operations/put-log-events.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { putRetentionPolicy } from "./operations/put-retention-policy.ts";
import { startQuery } from "./operations/start-query.ts";
import { stopQuery } from "./operations/stop-query.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { GroupPolicies } from "./policies.ts";
import { CloudWatchLogsState } from "./state.ts";

/** CloudWatch Logs: groups, streams, events, searches and queries, and the resource policies for other services. */
export function createCloudWatchLogs(account: Account): Service {
  const state = new CloudWatchLogsState(account);
  const policies = new GroupPolicies(state);
  return {
    name: "logs",
    wire: { kind: "json", version: "1.1", targetPrefix: "Logs_20140328" },
    operations: {
      CreateLogGroup: createLogGroup(state),
      CreateLogStream: createLogStream(state),
      DeleteLogGroup: deleteLogGroup(state),
      DeleteLogStream: deleteLogStream(state),
      DeleteResourcePolicy: deleteResourcePolicy(state),
      DeleteRetentionPolicy: deleteRetentionPolicy(state),
      DescribeLogGroups: describeLogGroups(state),
      DescribeLogStreams: describeLogStreams(state),
      DescribeResourcePolicies: describeResourcePolicies(state),
      FilterLogEvents: filterLogEvents(state),
      GetLogEvents: getLogEvents(state),
      ListTagsForResource: listTagsForResource(state),
      PutLogEvents: putLogEvents(state),
      PutResourcePolicy: putResourcePolicy(state),
      PutRetentionPolicy: putRetentionPolicy(state),
      DescribeQueries: describeQueries(state),
      GetQueryResults: getQueryResults(state),
      StartQuery: startQuery(state),
      StopQuery: stopQuery(state),
      TagResource: tagResource(state),
      UntagResource: untagResource(state),
    },
    resourcePolicy: (arn) => policies.of(arn),
  };
}
