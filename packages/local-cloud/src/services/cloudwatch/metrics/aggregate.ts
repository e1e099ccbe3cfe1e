import type { Trend } from "../../../core/account.ts";

/** A metric's values in one minute: enough for every statistic, at a size that does not grow with their number. */
export interface Aggregate {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** The latest value. */
  last: number;
  /** Number of values in each bucket, for percentiles. A bucket is one percent wide. */
  buckets: Record<string, number>;
  /** Of a gauge: how it goes on after its latest value. */
  trend?: Trend;
}

const bucketWidth = Math.log(1.01);

/** @param count how often the value occurred */
export function aggregateOf(value: number, count = 1, trend?: Trend): Aggregate {
  const buckets = { [bucketOf(value)]: count };
  return { count, sum: value * count, min: value, max: value, last: value, buckets, ...(trend && { trend }) };
}

/** From StatisticValues, which lack the single values: percentiles treat them all as the mean. */
export function aggregateOfSet(set: { count: number; sum: number; min: number; max: number }): Aggregate {
  const mean = set.sum / set.count;
  return { ...set, last: mean, buckets: { [bucketOf(mean)]: set.count } };
}

export function combine(one: Aggregate | undefined, other: Aggregate): Aggregate {
  if (!one) return other;
  const both = copyOf(one);
  addTo(both, other);
  return both;
}

/** Adds in place, without a copy: in a busy minute a metric has thousands of values. */
export function addTo(total: Aggregate, { count, sum, min, max, last, buckets, trend }: Aggregate): void {
  total.count += count;
  total.sum += sum;
  total.min = Math.min(total.min, min);
  total.max = Math.max(total.max, max);
  total.last = last;
  if (trend) total.trend = trend;
  for (const bucket in buckets) total.buckets[bucket] = (total.buckets[bucket] ?? 0) + buckets[bucket]!;
}

export function copyOf(aggregate: Aggregate): Aggregate {
  return { ...aggregate, buckets: { ...aggregate.buckets } };
}

/** Accurate to one percent. @param percent from 0 to 100 */
export function percentile({ buckets, count, min, max }: Aggregate, percent: number): number {
  const sorted = Object.entries(buckets)
    .map(([bucket, size]) => ({ value: middleOf(bucket), size }))
    .sort((one, other) => one.value - other.value);
  let left = Math.max(1, Math.ceil((percent / 100) * count));
  for (const { value, size } of sorted) {
    left -= size;
    if (left <= 0) return Math.min(max, Math.max(min, value));
  }
  return max;
}

function bucketOf(value: number): string {
  if (value === 0) return "0";
  return `${value < 0 ? "-" : "+"}${Math.round(Math.log(Math.abs(value)) / bucketWidth)}`;
}

function middleOf(bucket: string): number {
  if (bucket === "0") return 0;
  return (bucket.startsWith("-") ? -1 : 1) * Math.exp(Number(bucket.slice(1)) * bucketWidth);
}
