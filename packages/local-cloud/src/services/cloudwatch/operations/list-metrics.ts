import type { DimensionFilter, ListMetricsInput, ListMetricsOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { oneOf } from "../errors.ts";
import { describeMetric, type MetricId, metricKey } from "../metrics/metric.ts";
import { page } from "../page.ts";
import type { CloudWatchState } from "../state.ts";

const pageSize = 500;
const threeHoursMs = 3 * 60 * 60 * 1000;

export function listMetrics({ metrics }: CloudWatchState): Operation<Wire<ListMetricsInput>, Wire<ListMetricsOutput>> {
  return (input, { account, authorize }) => {
    authorize({ action: "cloudwatch:ListMetrics", resource: "*" });
    const recent = oneOf(input.RecentlyActive, ["PT3H"], "recentlyActive") !== undefined;
    const since = recent ? account.clock.now() - threeHoursMs : -Infinity;
    const found = metrics
      .list()
      .filter(({ metric, latest }) => latest >= since && isWanted(metric, input))
      .sort((one, other) => (metricKey(one.metric) < metricKey(other.metric) ? -1 : 1));
    const { items, NextToken } = page(found, pageSize, input.NextToken);
    return { Metrics: items.map(({ metric }) => describeMetric(metric)), ...(NextToken && { NextToken }) };
  };
}

function isWanted(metric: MetricId, { Namespace, MetricName, Dimensions }: Wire<ListMetricsInput>): boolean {
  if (Namespace !== undefined && Namespace !== metric.namespace) return false;
  if (MetricName !== undefined && MetricName !== metric.name) return false;
  return (Dimensions ?? []).every((wanted) => hasDimension(metric, wanted));
}

function hasDimension({ dimensions }: MetricId, { Name, Value }: DimensionFilter): boolean {
  return dimensions.some(([name, value]) => name === Name && (Value === undefined || value === Value));
}
