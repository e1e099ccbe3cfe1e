import type { CancelReplayRequest, CancelReplayResponse } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { replayArn } from "../arns.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkReplayName } from "../replay-name.ts";

/** "CancelReplay": possible while the replay is STARTING or RUNNING. Events already sent are still delivered. */
export function cancelReplay(bridge: EventBridge): Operation<Wire<CancelReplayRequest>, Wire<CancelReplayResponse>> {
  return (input, context) => {
    const name = checkReplayName(input.ReplayName);
    const ReplayArn = replayArn(bridge.account, name);
    context.authorize({ action: "events:CancelReplay", resource: ReplayArn });
    const replay = bridge.state.replay(name);
    if (replay.state !== "STARTING" && replay.state !== "RUNNING") {
      throw new AwsError("IllegalStatusException", `Replay ${name} is not in a valid state for this operation.`);
    }
    return { ReplayArn, State: bridge.replays.cancel(replay).state };
  };
}
