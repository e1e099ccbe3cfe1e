/** What is kept of a metric's values in one minute: enough for every statistic, whatever their number. */
export interface Aggregate {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** The value that came last. */
  last: number;
  /** How many values fell into each bucket of one per cent's width; for percentiles. */
  buckets: Record<string, number>;
}

const width = Math.log(1.01);

/** @param count how often the value was seen */
export function aggregateOf(value: number, count = 1): Aggregate {
  return { count, sum: value * count, min: value, max: value, last: value, buckets: { [bucketOf(value)]: count } };
}

/** Of a set whose values are not known (StatisticValues): they are taken to have been alike. */
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

/** Adds to what is kept, without a copy: in a busy minute a metric has thousands of values. */
export function addTo(kept: Aggregate, { count, sum, min, max, last, buckets }: Aggregate): void {
  kept.count += count;
  kept.sum += sum;
  kept.min = Math.min(kept.min, min);
  kept.max = Math.max(kept.max, max);
  kept.last = last;
  for (const bucket in buckets) kept.buckets[bucket] = (kept.buckets[bucket] ?? 0) + buckets[bucket]!;
}

/** A copy that does not change with it. */
export function copyOf(aggregate: Aggregate): Aggregate {
  return { ...aggregate, buckets: { ...aggregate.buckets } };
}

/** To within one per cent. @param percent from 0 to 100 */
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
  return `${value < 0 ? "-" : "+"}${Math.round(Math.log(Math.abs(value)) / width)}`;
}

function middleOf(bucket: string): number {
  if (bucket === "0") return 0;
  return (bucket.startsWith("-") ? -1 : 1) * Math.exp(Number(bucket.slice(1)) * width);
}
