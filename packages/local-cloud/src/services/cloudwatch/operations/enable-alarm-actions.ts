import type { EnableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { setActionsEnabled } from "../alarms/set-actions-enabled.ts";
import type { Monitoring } from "../state.ts";

export function enableAlarmActions(monitoring: Monitoring): Operation<Wire<EnableAlarmActionsInput>, object> {
  return ({ AlarmNames }, context) => {
    setActionsEnabled(monitoring, context, "cloudwatch:EnableAlarmActions", AlarmNames);
    return {};
  };
}
