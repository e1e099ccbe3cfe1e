import type { MetricId } from "./metric.ts";

/**
 * Whether a metric is a gauge: AWS publishes its value every minute, whereas the local cloud records it
 * only when it changes. The last value then counts for the following minutes.
 */
export function isGauge({ namespace, name }: MetricId): boolean {
  return namespace === "AWS/SQS" && name.startsWith("Approximate");
}
