import { createHash } from "node:crypto";
import type { MetricDataQuery, MetricStat } from "@aws-sdk/client-cloudwatch";
import type { Account } from "../../../core/account.ts";
import type { ServiceEvent, Wire } from "../../../core/service.ts";
import type { AlarmConfiguration, AlarmState, StoredAlarm } from "./alarm.ts";
import { longTime } from "./reason.ts";

/** The event on the default bus ("Alarm events and EventBridge", Alarm state change events). */
export function stateChangeEvent(alarm: StoredAlarm, before: AlarmState): ServiceEvent {
  return {
    source: "aws.cloudwatch",
    detailType: "CloudWatch Alarm State Change",
    resources: [alarm.arn],
    detail: alarmData(alarm, before),
  };
}

/** The event that runs a function ("Invoke a Lambda function from an alarm"). It is not the message to a topic. */
export function functionEvent({ id, region }: Account, alarm: StoredAlarm, before: AlarmState): object {
  return {
    source: "aws.cloudwatch",
    alarmArn: alarm.arn,
    accountId: id,
    time: longTime(alarm.state.since),
    region,
    alarmData: alarmData(alarm, before),
  };
}

/** What both have in common. */
function alarmData({ name, arn, state, configuration }: StoredAlarm, before: AlarmState): Record<string, unknown> {
  return {
    alarmName: name,
    state: describe(state),
    previousState: describe(before),
    configuration: {
      ...(configuration.AlarmDescription !== undefined && { description: configuration.AlarmDescription }),
      metrics: configuration.Metrics?.length ? configuration.Metrics.map(query) : [singleMetric(arn, configuration)],
    },
  };
}

function describe({ value, reason, reasonData, since }: AlarmState): object {
  return { value, reason, ...(reasonData !== undefined && { reasonData }), timestamp: longTime(since) };
}

function query({ Id, Expression, Label, MetricStat, ReturnData = true }: Wire<MetricDataQuery>): object {
  return {
    id: Id,
    ...(Expression !== undefined && { expression: Expression }),
    ...(Label !== undefined && { label: Label }),
    ...(MetricStat && { metricStat: metricStat(MetricStat) }),
    returnData: ReturnData,
  };
}

/** AWS gives the metric a UUID; here it is the same for the same alarm. */
function singleMetric(arn: string, configuration: AlarmConfiguration): object {
  const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = configuration;
  const hash = createHash("sha256").update(arn).digest("hex");
  const id = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join(
    "-",
  );
  const Metric = { Namespace, MetricName, Dimensions };
  return {
    id,
    metricStat: metricStat({ Metric, Period, Stat: Statistic ?? ExtendedStatistic, Unit }),
    returnData: true,
  };
}

function metricStat({ Metric, Period, Stat, Unit }: Wire<MetricStat>): object {
  const dimensions = Object.fromEntries((Metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
  return {
    metric: { namespace: Metric?.Namespace, name: Metric?.MetricName, dimensions },
    period: Period,
    stat: Stat,
    ...(Unit !== undefined && { unit: Unit }),
  };
}
