import { QueryRun } from "../math/queries.ts";
import { holdsItsValue } from "../metrics/gauges.ts";
import { type MetricStore, minuteMs } from "../metrics/metric-store.ts";
import { periodsUpTo } from "../metrics/period.ts";
import type { Condition } from "./condition.ts";
import { type Decision, decide, extraPeriods } from "./decide.ts";

/** What an alarm's data says up to, not including, the minute that begins at `now`. */
export function evaluateCondition(store: MetricStore, condition: Condition, now: number): Decision {
  const periods = periodsUpTo(now, condition.period, condition.evaluationPeriods + extraPeriods);
  const run = new QueryRun(store, condition.queries, () => periods);
  const [values = new Map<number, number>()] = run.results(condition.watched);
  return decide(condition, periods.times, values);
}

/**
 * When the answer could next be another one, or undefined if it cannot unless data comes. While
 * time passes, a data point only matters when it leaves one period for the one before it; an alarm
 * whose data has all gone by needs no timer, so that a quiet account comes to rest.
 *
 * @param now the beginning of the minute of this evaluation
 */
export function nextEvaluation(store: MetricStore, condition: Condition, now: number): number | undefined {
  const { period, evaluationPeriods, queries } = condition;
  const reach = (evaluationPeriods + extraPeriods) * period;
  let next: number | undefined;
  const at = (time: number) => (next = Math.min(next ?? time, time));
  for (const { source } of queries) {
    if (source.kind !== "metric") continue;
    const isLevel = holdsItsValue(source.of.metric);
    for (const minute of store.changes(source.of.metric, now - reach)) {
      if (minute >= now) at(minute + minuteMs);
      // A level counts in part of a period, so each minute may change that period's average.
      else if (isLevel) at(now + minuteMs);
      else at(minute + Math.ceil((now - minute) / period) * period + minuteMs);
    }
  }
  return next;
}
