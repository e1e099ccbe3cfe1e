import type { DisableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { setActionsEnabled } from "../alarms/set-actions-enabled.ts";
import type { CloudWatchState } from "../state.ts";

export function disableAlarmActions(monitoring: CloudWatchState): Operation<Wire<DisableAlarmActionsInput>, object> {
  return ({ AlarmNames }, context) => {
    setActionsEnabled(monitoring, context, "cloudwatch:DisableAlarmActions", AlarmNames);
    return {};
  };
}
