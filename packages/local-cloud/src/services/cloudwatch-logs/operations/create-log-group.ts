import type { CreateLogGroupRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupName } from "../validate.ts";

export function createLogGroup(state: CloudWatchLogsState): Operation<Wire<CreateLogGroupRequest>, object> {
  return (input, { account, authorize }) => {
    const name = groupName(input.logGroupName);
    authorize({ action: "logs:CreateLogGroup", resource: streamArn(account, name) });
    if (state.groups.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log group already exists");
    }
    state.groups.set(name, {
      name,
      creationTime: account.clock.now(),
      logGroupClass: input.logGroupClass ?? "STANDARD",
      deletionProtectionEnabled: input.deletionProtectionEnabled ?? false,
      tags: { ...input.tags },
      ...(input.kmsKeyId !== undefined && { kmsKeyId: input.kmsKeyId }),
    });
    return {};
  };
}
