import type { GetMetricDataInput, GetMetricDataOutput, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { oneOf, required, validationError } from "../errors.ts";
import { parseQueries, type Query, QueryRun } from "../math/queries.ts";
import type { TimeSeries } from "../math/value.ts";
import { periodsBetween } from "../metrics/period.ts";
import type { CloudWatchState } from "../state.ts";

/** "Amazon CloudWatch service quotas", GetMetricData. */
const maxQueries = 500;
const maxPoints = 100_800;

export function getMetricData({
  metrics,
}: CloudWatchState): Operation<Wire<GetMetricDataInput>, Wire<GetMetricDataOutput>> {
  return (input, { authorize }) => {
    authorize({ action: "cloudwatch:GetMetricData", resource: "*" });
    const start = required(input.StartTime, "StartTime") * 1000;
    const end = required(input.EndTime, "EndTime") * 1000;
    if (start >= end) throw validationError("The parameter EndTime must be greater than StartTime.");
    const given = required(input.MetricDataQueries, "MetricDataQueries");
    if (given.length > maxQueries) throw validationError(`A request may have at most ${maxQueries} queries.`);
    const newestFirst =
      oneOf(input.ScanBy, ["TimestampDescending", "TimestampAscending"], "scanBy") !== "TimestampAscending";

    const queries = parseQueries(given);
    const run = new QueryRun(metrics, queries, (period) => {
      const points = (end - start) / period;
      if (points > maxPoints) throw tooMany(Math.ceil(points));
      return periodsBetween(start, end, period);
    });
    const MetricDataResults = queries
      .filter(({ returnData }) => returnData)
      .flatMap((query) => run.results(query).map((series) => result(query, series, newestFirst)));
    const points = MetricDataResults.reduce((sum, { Values }) => sum + Values!.length, 0);
    if (points > Math.min(maxPoints, input.MaxDatapoints ?? maxPoints)) {
      throw tooMany(points);
    }
    return { MetricDataResults, Messages: [] };
  };
}

function tooMany(points: number) {
  return validationError(`The request would return ${points} data points; ask for fewer, or for longer periods.`);
}

function result({ id, label }: Query, series: TimeSeries, newestFirst: boolean): Wire<MetricDataResult> {
  const points = [...series].sort(([one], [other]) => (newestFirst ? other - one : one - other));
  return {
    Id: id,
    Label: label,
    Timestamps: points.map(([time]) => time / 1000),
    Values: points.map(([, value]) => value),
    StatusCode: "Complete",
  };
}
