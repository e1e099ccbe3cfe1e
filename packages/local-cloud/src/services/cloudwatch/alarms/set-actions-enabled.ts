import type { CallContext } from "../../../core/service.ts";
import { alarmArn } from "../arns.ts";
import { required } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";

/** Enables or disables the actions of the named alarms. Names of missing alarms are ignored. */
export function setActionsEnabled(
  { alarms }: CloudWatchState,
  { account, authorize }: CallContext,
  action: "cloudwatch:EnableAlarmActions" | "cloudwatch:DisableAlarmActions",
  given: string[] | undefined,
): void {
  const names = required(given, "AlarmNames");
  for (const name of names) authorize({ action, resource: alarmArn(account, name) });
  for (const name of names) {
    const alarm = alarms.get(name);
    if (alarm) alarms.set(name, { ...alarm, actionsEnabled: action === "cloudwatch:EnableAlarmActions" });
  }
}
