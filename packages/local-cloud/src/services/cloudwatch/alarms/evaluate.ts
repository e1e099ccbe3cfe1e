import { QueryRun } from "../math/queries.ts";
import { reaches } from "../metrics/gauge.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import { periodsUpTo } from "../metrics/period.ts";
import { startOf } from "../metrics/resolution.ts";
import { type Condition, intervalOf } from "./condition.ts";
import { type Decision, decide, extraPeriods } from "./decide.ts";

/** Decides an alarm's state from its data before `now`, a time of its interval (not included). */
export function evaluateCondition(store: MetricStore, condition: Condition, now: number): Decision {
  const periods = periodsUpTo(now, condition.period, condition.evaluationPeriods + extraPeriods);
  const run = new QueryRun(store, condition.queries, () => periods);
  const [values = new Map<number, number>()] = run.results(condition.watched);
  return decide(condition, periods.times, values);
}

/**
 * The next time at which the state could change without new data, or undefined if it cannot. As time
 * passes, a data point only matters when it moves from one period into an older one. An alarm whose
 * data has all expired needs no timer, so an idle account settles.
 *
 * @param now the time of this evaluation, a multiple of the alarm's interval
 */
export function nextEvaluation(store: MetricStore, condition: Condition, now: number): number | undefined {
  const { period, evaluationPeriods, queries } = condition;
  const interval = intervalOf(condition);
  const reach = (evaluationPeriods + extraPeriods) * period;
  let next: number | undefined;
  const at = (time: number) => (next = Math.min(next ?? time, time));
  for (const { source } of queries) {
    if (source.kind !== "metric") continue;
    const gauge = store.latestChange(source.of.metric);
    for (const change of store.changes(source.of.metric, now - reach)) {
      const start = startOf(change, interval);
      if (start >= now) at(start + interval);
      // A gauge may cover part of a period, so each minute can change that period's average.
      else if (gauge) at(now + interval);
      else at(start + Math.ceil((now - start) / period) * period + interval);
    }
    if (gauge?.aggregate.trend === "grows") {
      // An expression can cross its threshold at any value of the gauge.
      const crossing = queries.length > 1 ? now : reaches(gauge, condition.threshold);
      if (now <= crossing + reach) at(Math.max(now, crossing) + interval);
    }
  }
  return next;
}
