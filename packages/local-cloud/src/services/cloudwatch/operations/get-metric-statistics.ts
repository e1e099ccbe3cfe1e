import type {
  Datapoint,
  GetMetricStatisticsInput,
  GetMetricStatisticsOutput,
  StandardUnit,
} from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { invalidCombination, oneOf, required } from "../errors.ts";
import { periodMs } from "../math/queries.ts";
import type { Aggregate } from "../metrics/aggregate.ts";
import { metricOf } from "../metrics/metric.ts";
import { aggregates, periodsBetween } from "../metrics/period.ts";
import { plainStatistics, statistic } from "../metrics/statistic.ts";
import type { CloudWatchState } from "../state.ts";

const maxPoints = 1440;

export function getMetricStatistics({
  metrics,
}: CloudWatchState): Operation<Wire<GetMetricStatisticsInput>, Wire<GetMetricStatisticsOutput>> {
  return (input, { authorize }) => {
    authorize({ action: "cloudwatch:GetMetricStatistics", resource: "*" });
    const metric = metricOf(input);
    const start = required(input.StartTime, "StartTime") * 1000;
    const end = required(input.EndTime, "EndTime") * 1000;
    if (start >= end) throw invalidCombination("The parameter StartTime must be less than the parameter EndTime.");
    const period = periodMs(required(input.Period, "Period"));
    const plain = (input.Statistics ?? []).map((name) => oneOf(name, plainStatistics, "statistics")!);
    const extended = input.ExtendedStatistics ?? [];
    if (plain.length + extended.length === 0) required(undefined, "Statistics");
    const asked = Math.ceil((end - start) / period);
    if (asked > maxPoints) {
      throw invalidCombination(
        `You have requested up to ${asked.toLocaleString("en")} datapoints, which exceeds the limit of 1,440. ` +
          "You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
      );
    }

    const describe = ([time, aggregate]: [number, Aggregate]): Wire<Datapoint> => ({
      Timestamp: time / 1000,
      ...Object.fromEntries(plain.map((name) => [name, statistic(name)(aggregate)])),
      ...(extended.length > 0 && {
        ExtendedStatistics: Object.fromEntries(extended.map((name) => [name, statistic(name)(aggregate)])),
      }),
      Unit: input.Unit ?? (metrics.unitOf(metric) as StandardUnit),
    });
    const found = aggregates(metrics, metric, periodsBetween(start, end, period), input.Unit);
    return { Label: metric.name, Datapoints: [...found].map(describe) };
  };
}
