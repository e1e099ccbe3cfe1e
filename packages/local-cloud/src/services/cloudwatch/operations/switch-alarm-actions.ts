import type { EnableAlarmActionsInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { alarmArn } from "../arns.ts";
import { required } from "../errors.ts";
import type { Monitoring } from "../state.ts";

/** EnableAlarmActions and DisableAlarmActions: names of alarms that are not there are passed over. */
export function switchAlarmActions(
  { alarms }: Monitoring,
  action: "cloudwatch:EnableAlarmActions" | "cloudwatch:DisableAlarmActions",
): Operation<Wire<EnableAlarmActionsInput>, object> {
  return (input, { account, authorize }) => {
    const names = required(input.AlarmNames, "AlarmNames");
    for (const name of names) authorize({ action, resource: alarmArn(account, name) });
    for (const name of names) {
      const alarm = alarms.get(name);
      if (alarm) alarms.set(name, { ...alarm, actionsEnabled: action === "cloudwatch:EnableAlarmActions" });
    }
    return {};
  };
}
