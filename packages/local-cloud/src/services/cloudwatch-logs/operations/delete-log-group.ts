import type { DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn, streamArn } from "../arns.ts";
import { policyKey } from "../policies.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupName } from "../validate.ts";

/** Also deletes the group's streams, events and resource policy. */
export function deleteLogGroup(state: CloudWatchLogsState): Operation<Wire<DeleteLogGroupRequest>, object> {
  return (input, { account, authorize }) => {
    const name = groupName(input.logGroupName);
    authorize({ action: "logs:DeleteLogGroup", resource: streamArn(account, name) });
    if (state.group(name).deletionProtectionEnabled) {
      throw new AwsError(
        "ValidationException",
        "Log group deletion protection is enabled. Turn it off before deleting the log group.",
      );
    }
    state.dropGroup(name);
    state.policies.delete(policyKey({ resourceArn: groupArn(account, name) }));
    return {};
  };
}
