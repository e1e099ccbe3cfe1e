import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { type Condition, comparisons } from "./condition.ts";

/**
 * Periods that CloudWatch retrieves beyond EvaluationPeriods, to allow for late or missing data. The
 * examples in "Configuring how CloudWatch alarms treat missing data" show two.
 */
export const extraPeriods = 2;

/** The state that the retrieved periods lead to, and why. */
export interface Decision {
  /** Undefined: the alarm keeps its state. */
  state: StateValue | undefined;
  /** The values that were compared, newest first. */
  points: { time: number; value: number }[];
  /** How many missing data points were filled in. */
  filled: number;
}

/**
 * Decides an alarm's state by the rules of "Configuring how CloudWatch alarms treat missing data".
 *
 * @param times start times of the retrieved periods, oldest first: EvaluationPeriods plus `extraPeriods`
 * @param values by start time of the period
 */
export function decide(condition: Condition, times: readonly number[], values: ReadonlyMap<number, number>): Decision {
  const { evaluationPeriods: wanted, datapointsToAlarm, treatMissingData } = condition;
  const present = times.flatMap((time) => (values.has(time) ? [{ time, value: values.get(time)! }] : [])).reverse();
  const points = present.slice(0, wanted);
  const breaching = points.filter(({ value }) => breaches(condition, value));
  const filled = wanted - points.length;
  const decision = (state: StateValue | undefined): Decision => ({ state, points, filled });

  if (breaching.length >= datapointsToAlarm) return decision("ALARM");
  if (filled === 0 || treatMissingData === "notBreaching") return decision("OK");
  if (treatMissingData === "breaching") {
    return decision(breaching.length + filled >= datapointsToAlarm ? "ALARM" : "OK");
  }
  if (points.length === 0) return decision(treatMissingData === "ignore" ? undefined : "INSUFFICIENT_DATA");
  if (breaching.length < points.length) return decision("OK");
  // All data points are breaching, but there are too few of them.
  const oldest = points[points.length - 1]!;
  const age = times.length - times.indexOf(oldest.time);
  return decision(treatMissingData === "missing" && age >= datapointsToAlarm ? "ALARM" : undefined);
}

function breaches({ comparison, threshold }: Condition, value: number): boolean {
  return comparisons[comparison].breaches(value, threshold);
}
