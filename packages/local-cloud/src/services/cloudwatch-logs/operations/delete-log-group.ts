import type { DeleteLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { groupArn, streamArn } from "../arns.ts";
import type { LogsState } from "../state.ts";
import { groupName } from "../validate.ts";

/** The group's streams, events and its own resource policy go with it. */
export function deleteLogGroup(state: LogsState): Operation<Wire<DeleteLogGroupRequest>, object> {
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
    state.policies.delete(`resource:${groupArn(account, name)}`);
    return {};
  };
}
