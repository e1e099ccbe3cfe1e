import type { DescribeReplayRequest, DescribeReplayResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import { replayArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkReplayName } from "../replay-name.ts";

/** "DescribeReplay". */
export function describeReplay(
  bridge: EventBridge,
): Operation<Wire<DescribeReplayRequest>, Wire<DescribeReplayResponse>> {
  return (input, context) => {
    const name = checkReplayName(input.ReplayName);
    const ReplayArn = replayArn(bridge.account, name);
    context.authorize({ action: "events:DescribeReplay", resource: ReplayArn });
    const replay = bridge.state.replay(name);
    return {
      ReplayArn,
      ...bridge.replays.summary(replay),
      ...(replay.description !== undefined && { Description: replay.description }),
      Destination: {
        Arn: bridge.arnOf(replay.busName),
        ...(replay.filterArns.length > 0 && { FilterArns: replay.filterArns }),
      },
    };
  };
}
