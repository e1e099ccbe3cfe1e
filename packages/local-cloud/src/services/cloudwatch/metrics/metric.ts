import type { Dimension, Metric } from "@aws-sdk/client-cloudwatch";
import { required, validationError } from "../errors.ts";

/** Identifies a metric ("CloudWatch concepts"). The order of its dimensions is irrelevant. */
export interface MetricId {
  namespace: string;
  name: string;
  /** Sorted by name. */
  dimensions: [name: string, value: string][];
}

export function metricId(namespace: string, name: string, dimensions: Record<string, string>): MetricId {
  return { namespace, name, dimensions: Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1)) };
}

export function metricKey({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([namespace, name, dimensions]);
}

/** @throws AwsError if a part is missing */
export function metricOf(input: { Namespace?: string; MetricName?: string; Dimensions?: Dimension[] }): MetricId {
  return metricId(
    required(input.Namespace, "Namespace"),
    required(input.MetricName, "MetricName"),
    dimensionsOf(input.Dimensions),
  );
}

function dimensionsOf(dimensions: readonly Dimension[] | undefined): Record<string, string> {
  if ((dimensions?.length ?? 0) > 30) throw validationError("A metric may have at most 30 dimensions.");
  return Object.fromEntries(
    (dimensions ?? []).map(({ Name, Value }) => [
      required(Name, "Dimensions.member.Name"),
      required(Value, "Dimensions.member.Value"),
    ]),
  );
}

export function describeMetric({ namespace, name, dimensions }: MetricId): Required<Metric> {
  return { Namespace: namespace, MetricName: name, Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })) };
}
