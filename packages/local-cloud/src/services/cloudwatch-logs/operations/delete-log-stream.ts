import type { DeleteLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupName, streamName } from "../validate.ts";

export function deleteLogStream(state: CloudWatchLogsState): Operation<Wire<DeleteLogStreamRequest>, object> {
  return (input, { account, authorize }) => {
    const group = groupName(input.logGroupName);
    const name = streamName(input.logStreamName);
    authorize({ action: "logs:DeleteLogStream", resource: streamArn(account, group, name) });
    state.stream(group, name);
    state.dropStream(group, name);
    return {};
  };
}
