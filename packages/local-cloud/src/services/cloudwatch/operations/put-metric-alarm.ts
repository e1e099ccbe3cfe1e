import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkActions } from "../alarms/actions.ts";
import type { StoredAlarm } from "../alarms/alarm.ts";
import { conditionOf } from "../alarms/condition.ts";
import { recordHistory } from "../alarms/history.ts";
import { alarmArn } from "../arns.ts";
import { required, validationError } from "../errors.ts";
import { checkExpressions } from "../math/queries.ts";
import type { CloudWatchState } from "../state.ts";
import { tagMap } from "../tags.ts";

/** Creates or updates an alarm. An updated alarm keeps its tags, and its state until the next evaluation. */
export function putMetricAlarm(monitoring: CloudWatchState): Operation<Wire<PutMetricAlarmInput>, object> {
  return ({ AlarmName, Tags, ActionsEnabled, ...configuration }, { account, authorize }) => {
    const name = required(AlarmName, "AlarmName");
    if (name.length > 255) throw validationError("AlarmName must have at most 255 characters.");
    const arn = alarmArn(account, name);
    authorize({ action: "cloudwatch:PutMetricAlarm", resource: arn });
    const { queries, watched } = conditionOf(configuration);
    checkExpressions(monitoring.metrics, queries, watched);
    checkActions(configuration);

    const before = monitoring.alarms.get(name);
    const now = account.clock.now();
    const alarm: StoredAlarm = {
      name,
      arn,
      configuration,
      actionsEnabled: ActionsEnabled ?? true,
      state: before?.state ?? { value: "INSUFFICIENT_DATA", reason: "Unchecked: Initial alarm creation", since: now },
      configuredAt: now,
    };
    monitoring.alarms.set(name, alarm);
    if (!before && Tags?.length) monitoring.tags.set(arn, tagMap(Tags));
    recordHistory(
      monitoring,
      name,
      "ConfigurationUpdate",
      before ? `Alarm "${name}" updated` : `Alarm "${name}" created`,
      { version: "1.0", type: before ? "Update" : "Create", [before ? "updatedAlarm" : "createdAlarm"]: configuration },
    );
    monitoring.scheduler.watch(alarm);
    return {};
  };
}
