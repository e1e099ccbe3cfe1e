import type { CreateLogStreamRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupName, streamName } from "../validate.ts";

export function createLogStream(state: CloudWatchLogsState): Operation<Wire<CreateLogStreamRequest>, object> {
  return (input, { account, authorize }) => {
    const group = groupName(input.logGroupName);
    const name = streamName(input.logStreamName);
    authorize({ action: "logs:CreateLogStream", resource: streamArn(account, group, name) });
    state.group(group);
    const streams = state.streams(group);
    if (streams.has(name)) {
      throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");
    }
    streams.set(name, { name, creationTime: account.clock.now(), storedBytes: 0 });
    return {};
  };
}
