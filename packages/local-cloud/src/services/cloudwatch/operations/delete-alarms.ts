import type { DeleteAlarmsInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { recordHistory } from "../alarms/history.ts";
import { alarmArn } from "../arns.ts";
import { required, validationError } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";

export function deleteAlarms(monitoring: CloudWatchState): Operation<Wire<DeleteAlarmsInput>, object> {
  return (input, { account, authorize }) => {
    const names = required(input.AlarmNames, "AlarmNames");
    if (names.length > 100) throw validationError("At most 100 alarms can be deleted at once.");
    for (const name of names) authorize({ action: "cloudwatch:DeleteAlarms", resource: alarmArn(account, name) });
    // Names of missing alarms are ignored: deleting twice is not an error.
    for (const name of names.filter((name) => monitoring.alarms.has(name))) {
      monitoring.scheduler.unwatch(name);
      monitoring.alarms.delete(name);
      monitoring.tags.delete(alarmArn(account, name));
      recordHistory(monitoring, name, "ConfigurationUpdate", `Alarm "${name}" deleted`, {
        version: "1.0",
        type: "Delete",
      });
    }
    return {};
  };
}
