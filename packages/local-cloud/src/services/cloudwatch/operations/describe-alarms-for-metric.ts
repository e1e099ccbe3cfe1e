import type { DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { conditionOf } from "../alarms/condition.ts";
import { describeAlarm } from "../alarms/describe-alarm.ts";
import { metricKey, metricOf } from "../metrics/metric.ts";
import type { Monitoring } from "../state.ts";

/** The alarms on one metric, without those on metric math, as on CloudWatch. */
export function describeAlarmsForMetric({
  alarms,
}: Monitoring): Operation<Wire<DescribeAlarmsForMetricInput>, Wire<DescribeAlarmsForMetricOutput>> {
  return (input, { authorize }) => {
    authorize({ action: "cloudwatch:DescribeAlarmsForMetric", resource: "*" });
    const wanted = metricKey(metricOf(input));
    const stat = input.Statistic ?? input.ExtendedStatistic;
    const found = [...alarms.values()].filter(({ configuration }) => {
      const { source } = conditionOf(configuration).watched;
      if (configuration.Metrics?.length || source.kind !== "metric") return false;
      return (
        metricKey(source.of.metric) === wanted &&
        (stat === undefined || source.of.stat === stat) &&
        (input.Period === undefined || configuration.Period === input.Period) &&
        (input.Unit === undefined || configuration.Unit === input.Unit)
      );
    });
    return { MetricAlarms: found.map(describeAlarm) };
  };
}
