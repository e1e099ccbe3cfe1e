import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { Account } from "../../../core/account.ts";
import type { StoredAlarm } from "./alarm.ts";
import { longTime } from "./reason.ts";

const regionNames: Record<string, string> = { "us-east-1": "US East (N. Virginia)" };

/** The notification's subject. SNS accepts at most 100 characters. */
export function subjectFor({ region }: Account, { name, state }: StoredAlarm): string {
  return `${state.value}: "${name}" in ${regionNames[region] ?? region}`.slice(0, 100);
}

/** The message that CloudWatch publishes to a topic ("Notifying users on alarm changes"). */
export function notificationFor(account: Account, alarm: StoredAlarm, before: StateValue): object {
  const { configuration, state } = alarm;
  return {
    AlarmName: alarm.name,
    AlarmDescription: configuration.AlarmDescription ?? null,
    AWSAccountId: account.id,
    AlarmConfigurationUpdatedTimestamp: longTime(alarm.configuredAt),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: longTime(state.since),
    Region: regionNames[account.region] ?? account.region,
    AlarmArn: alarm.arn,
    OldStateValue: before,
    OKActions: configuration.OKActions ?? [],
    AlarmActions: configuration.AlarmActions ?? [],
    InsufficientDataActions: configuration.InsufficientDataActions ?? [],
    Trigger: triggerOf(alarm),
  };
}

function triggerOf({ configuration }: StoredAlarm): object {
  return {
    ...(configuration.Metrics?.length ? { Metrics: configuration.Metrics } : singleMetric(configuration)),
    EvaluationPeriods: configuration.EvaluationPeriods,
    ...(configuration.DatapointsToAlarm !== undefined && { DatapointsToAlarm: configuration.DatapointsToAlarm }),
    ComparisonOperator: configuration.ComparisonOperator,
    Threshold: configuration.Threshold,
    TreatMissingData: configuration.TreatMissingData ?? "missing",
    EvaluateLowSampleCountPercentile: configuration.EvaluateLowSampleCountPercentile ?? "",
  };
}

function singleMetric(configuration: StoredAlarm["configuration"]): object {
  return {
    MetricName: configuration.MetricName,
    Namespace: configuration.Namespace,
    StatisticType: configuration.Statistic ? "Statistic" : "ExtendedStatistic",
    Statistic: configuration.Statistic?.toUpperCase() ?? configuration.ExtendedStatistic,
    Unit: configuration.Unit ?? null,
    Dimensions: (configuration.Dimensions ?? []).map(({ Name, Value }) => ({ value: Value, name: Name })),
    Period: configuration.Period,
  };
}
