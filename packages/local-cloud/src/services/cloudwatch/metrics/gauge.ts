import type { GaugeChange } from "../../../core/account.ts";
import { type Aggregate, aggregateOf } from "./aggregate.ts";

const minuteMs = 60_000;

/** A metric's values in one minute. */
export interface Minute {
  /** The minute's start, in milliseconds since 1970. */
  at: number;
  aggregate: Aggregate;
}

/** A gauge's minutes from `start` until before `end`: those in which it changed, and those in between. */
export function fillGaps(changes: readonly Minute[], start: number, end: number): Minute[] {
  const filled: Minute[] = [];
  for (const [index, change] of changes.entries()) {
    const until = Math.min(end, changes[index + 1]?.at ?? end);
    if (change.at >= start && change.at < end) filled.push(change);
    if (change.aggregate.trend === "ends") continue;
    const from = Math.max(change.at + minuteMs, Math.floor(start / minuteMs) * minuteMs);
    for (let at = from; at < until; at += minuteMs) filled.push({ at, aggregate: aggregateOf(valueAt(change, at)) });
  }
  return filled;
}

/** A gauge's value in a minute after its change. */
function valueAt({ at, aggregate }: Minute, later: number): number {
  return aggregate.last + (aggregate.trend === "grows" ? (later - at) / 1000 : 0);
}

/** When a growing gauge reaches `value`, as the start of a minute; -Infinity if it has been there since its change. */
export function reaches({ at, aggregate }: Minute, value: number): number {
  if (aggregate.last >= value) return Number.NEGATIVE_INFINITY;
  return at + Math.ceil((value - aggregate.last) / 60) * minuteMs;
}

/** The changes that have happened by `now`, and those still to come. */
export function splitForecast(
  forecast: readonly GaugeChange[],
  now: number,
): [past: GaugeChange[], next: GaugeChange[]] {
  return [forecast.filter(({ at }) => at <= now), forecast.filter(({ at }) => at > now)];
}
