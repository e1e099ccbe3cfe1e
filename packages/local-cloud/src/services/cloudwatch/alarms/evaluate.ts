import { QueryRun } from "../math/queries.ts";
import { reaches } from "../metrics/gauge.ts";
import { type MetricStore, minuteMs } from "../metrics/metric-store.ts";
import { periodsUpTo } from "../metrics/period.ts";
import type { Condition } from "./condition.ts";
import { type Decision, decide, extraPeriods } from "./decide.ts";

/** Decides an alarm's state from its data before `now`, the start of a minute (not included). */
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
 * @param now the start of the minute of this evaluation
 */
export function nextEvaluation(store: MetricStore, condition: Condition, now: number): number | undefined {
  const { period, evaluationPeriods, queries } = condition;
  const reach = (evaluationPeriods + extraPeriods) * period;
  let next: number | undefined;
  const at = (time: number) => (next = Math.min(next ?? time, time));
  for (const { source } of queries) {
    if (source.kind !== "metric") continue;
    const gauge = store.latestChange(source.of.metric);
    for (const minute of store.changes(source.of.metric, now - reach)) {
      if (minute >= now) at(minute + minuteMs);
      // A gauge may cover part of a period, so each minute can change that period's average.
      else if (gauge) at(now + minuteMs);
      else at(minute + Math.ceil((now - minute) / period) * period + minuteMs);
    }
    if (gauge?.aggregate.trend === "grows") {
      // An expression can cross its threshold at any value of the gauge.
      const crossing = queries.length > 1 ? now : reaches(gauge, condition.threshold);
      if (now <= crossing + reach) at(Math.max(now, crossing) + minuteMs);
    }
  }
  return next;
}
