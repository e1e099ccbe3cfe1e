import type { SetAlarmStateInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { transition } from "../alarms/transition.ts";
import { alarmArn } from "../arns.ts";
import { oneOf, required } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";

/** Sets a state temporarily, to test the actions. The next evaluation restores the state that the data leads to. */
export function setAlarmState(monitoring: CloudWatchState): Operation<Wire<SetAlarmStateInput>, object> {
  return (input, { account, authorize }) => {
    const name = required(input.AlarmName, "AlarmName");
    authorize({ action: "cloudwatch:SetAlarmState", resource: alarmArn(account, name) });
    const value = oneOf(required(input.StateValue, "StateValue"), ["OK", "ALARM", "INSUFFICIENT_DATA"], "stateValue")!;
    const reason = required(input.StateReason, "StateReason");
    const alarm = monitoring.alarm(name);
    const reasonData = input.StateReasonData === undefined ? {} : { reasonData: input.StateReasonData };
    transition(monitoring, alarm, { value, reason, ...reasonData });
    monitoring.scheduler.schedule(name);
    return {};
  };
}
