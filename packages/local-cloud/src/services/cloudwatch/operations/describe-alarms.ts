import type { DescribeAlarmsInput, DescribeAlarmsOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import type { StoredAlarm } from "../alarms/alarm.ts";
import { describeAlarm } from "../alarms/describe-alarm.ts";
import { integer, invalidCombination, oneOf } from "../errors.ts";
import { page } from "../page.ts";
import type { CloudWatchState } from "../state.ts";

/** The local cloud has only metric alarms: the list of composite alarms is always empty. */
export function describeAlarms({
  alarms,
}: CloudWatchState): Operation<Wire<DescribeAlarmsInput>, Wire<DescribeAlarmsOutput>> {
  return (input, { authorize }) => {
    authorize({ action: "cloudwatch:DescribeAlarms", resource: "*" });
    if (input.AlarmNames?.length && input.AlarmNamePrefix !== undefined) {
      throw invalidCombination("AlarmNames and AlarmNamePrefix must not be given together.");
    }
    oneOf(input.StateValue, ["OK", "ALARM", "INSUFFICIENT_DATA"], "stateValue");
    const size = integer(input.MaxRecords ?? 50, [1, 100], "maxRecords");
    if (input.AlarmTypes?.length && !input.AlarmTypes.includes("MetricAlarm")) {
      return { MetricAlarms: [], CompositeAlarms: [] };
    }
    const found = [...alarms.values()]
      .filter((alarm) => isWanted(alarm, input))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items, NextToken } = page(found, size, input.NextToken);
    return { MetricAlarms: items.map(describeAlarm), CompositeAlarms: [], ...(NextToken && { NextToken }) };
  };
}

function isWanted(alarm: StoredAlarm, input: Wire<DescribeAlarmsInput>): boolean {
  const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix } = input;
  if (AlarmNames?.length && !AlarmNames.includes(alarm.name)) return false;
  if (AlarmNamePrefix !== undefined && !alarm.name.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && alarm.state.value !== StateValue) return false;
  if (ActionPrefix === undefined) return true;
  const { AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm.configuration;
  return [...AlarmActions, ...OKActions, ...InsufficientDataActions].some((action) => action.startsWith(ActionPrefix));
}
