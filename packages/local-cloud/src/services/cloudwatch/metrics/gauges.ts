import type { MetricId } from "./metric.ts";

/**
 * Whether a metric is a level that AWS publishes every minute, and that here is noted only when it
 * changes: its last value then stands for the minutes that follow.
 */
export function holdsItsValue({ namespace, name }: MetricId): boolean {
  return namespace === "AWS/SQS" && name.startsWith("Approximate");
}
