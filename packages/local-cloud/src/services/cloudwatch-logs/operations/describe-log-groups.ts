import type { DescribeLogGroupsRequest, DescribeLogGroupsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Account } from "../../../core/account.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn, groupOfIdentifier, streamArn } from "../arns.ts";
import { pageAfter } from "../page.ts";
import type { CloudWatchLogsState, LogGroup } from "../state.ts";
import { invalidParameter, pageSize } from "../validate.ts";

/** Sorts by name. A pattern matches any part of the name and ignores case; a prefix is case-sensitive. */
export function describeLogGroups(
  state: CloudWatchLogsState,
): Operation<Wire<DescribeLogGroupsRequest>, Wire<DescribeLogGroupsResponse>> {
  return (input, { account, authorize }) => {
    authorize({ action: "logs:DescribeLogGroups", resource: streamArn(account, "") });
    if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
      throw invalidParameter("Log group name prefix and log group name pattern are mutually exclusive parameters.");
    }
    const groups = [...state.groups.values()]
      .filter(matching(account, input))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const page = pageAfter(groups, (group) => group.name, pageSize(input.limit, 50, 50), input.nextToken);
    return {
      logGroups: page.items.map((group) => description(state, account, group)),
      ...(page.nextToken && { nextToken: page.nextToken }),
    };
  };
}

function matching(account: Account, input: Wire<DescribeLogGroupsRequest>): (group: LogGroup) => boolean {
  const pattern = input.logGroupNamePattern?.toLowerCase();
  const names = input.logGroupIdentifiers?.map((identifier) => groupOfIdentifier(account, identifier));
  return (group) =>
    group.name.startsWith(input.logGroupNamePrefix ?? "") &&
    (pattern === undefined || group.name.toLowerCase().includes(pattern)) &&
    (names === undefined || names.includes(group.name)) &&
    (input.logGroupClass === undefined || group.logGroupClass === input.logGroupClass);
}

function description(state: CloudWatchLogsState, account: Account, group: LogGroup) {
  let storedBytes = 0;
  for (const stream of state.streams(group.name).values()) storedBytes += stream.storedBytes;
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    metricFilterCount: 0,
    arn: `${groupArn(account, group.name)}:*`,
    logGroupArn: groupArn(account, group.name),
    logGroupClass: group.logGroupClass,
    deletionProtectionEnabled: group.deletionProtectionEnabled,
    storedBytes,
    ...(group.retentionInDays !== undefined && { retentionInDays: group.retentionInDays }),
    ...(group.kmsKeyId !== undefined && { kmsKeyId: group.kmsKeyId }),
  };
}
