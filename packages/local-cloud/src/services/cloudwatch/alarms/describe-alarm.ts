import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { Wire } from "../../../core/service.ts";
import type { StoredAlarm } from "./alarm.ts";

export function describeAlarm(alarm: StoredAlarm): Wire<MetricAlarm> {
  const { configuration, state } = alarm;
  return {
    ...configuration,
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: alarm.configuredAt / 1000,
    ActionsEnabled: alarm.actionsEnabled,
    OKActions: configuration.OKActions ?? [],
    AlarmActions: configuration.AlarmActions ?? [],
    InsufficientDataActions: configuration.InsufficientDataActions ?? [],
    Dimensions: configuration.Dimensions ?? [],
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: state.since / 1000,
    StateTransitionedTimestamp: state.since / 1000,
  };
}
