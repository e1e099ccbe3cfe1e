import type { EnableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { setActionsEnabled } from "../alarms/set-actions-enabled.ts";
import type { CloudWatchState } from "../state.ts";

export function enableAlarmActions(monitoring: CloudWatchState): Operation<Wire<EnableAlarmActionsInput>, object> {
  return ({ AlarmNames }, context) => {
    setActionsEnabled(monitoring, context, "cloudwatch:EnableAlarmActions", AlarmNames);
    return {};
  };
}
