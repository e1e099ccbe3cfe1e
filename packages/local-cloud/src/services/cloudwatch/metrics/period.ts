import { type Aggregate, combine } from "./aggregate.ts";
import type { MetricId } from "./metric.ts";
import type { MetricStore } from "./metric-store.ts";
import { startOf } from "./resolution.ts";
import { statistic } from "./statistic.ts";

/** A metric's statistic over periods of one length. */
export interface MetricStatistic {
  metric: MetricId;
  /** Milliseconds. */
  period: number;
  stat: string;
  unit?: string;
}

/** Consecutive periods: their start times, oldest first, and their length in milliseconds. */
export interface Periods {
  times: readonly number[];
  period: number;
}

/** @param end the end of the last period, in milliseconds since 1970 */
export function periodsUpTo(end: number, period: number, count: number): Periods {
  return { times: Array.from({ length: count }, (_, index) => end - (count - index) * period), period };
}

/** The periods that overlap a time range, aligned to 1970 as on CloudWatch. */
export function periodsBetween(start: number, end: number, period: number): Periods {
  const times: number[] = [];
  for (let time = startOf(start, period); time < end; time += period) times.push(time);
  return { times, period };
}

/** A metric's aggregates by start time of the period. */
export function aggregates(
  store: MetricStore,
  metric: MetricId,
  { times, period }: Periods,
  unit?: string,
): Map<number, Aggregate> {
  const found = new Map<number, Aggregate>();
  const [first] = times;
  const last = times[times.length - 1];
  if (first === undefined || last === undefined) return found;
  for (const { at, aggregate } of store.read(metric, first, last + period, unit)) {
    const time = first + Math.floor((at - first) / period) * period;
    found.set(time, combine(found.get(time), aggregate));
  }
  return found;
}

/** A metric's statistic by start time of the period. */
export function values(store: MetricStore, of: MetricStatistic, periods: Periods): Map<number, number> {
  const read = statistic(of.stat);
  return new Map(
    [...aggregates(store, of.metric, periods, of.unit)].map(([time, aggregate]) => [time, read(aggregate)]),
  );
}
