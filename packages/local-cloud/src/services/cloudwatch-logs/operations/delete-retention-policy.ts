import type { DeleteRetentionPolicyRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupName } from "../validate.ts";

export function deleteRetentionPolicy(
  state: CloudWatchLogsState,
): Operation<Wire<DeleteRetentionPolicyRequest>, object> {
  return (input, { account, authorize }) => {
    const name = groupName(input.logGroupName);
    authorize({ action: "logs:DeleteRetentionPolicy", resource: streamArn(account, name) });
    const { retentionInDays: _dropped, ...group } = state.group(name);
    state.groups.set(name, group);
    return {};
  };
}
