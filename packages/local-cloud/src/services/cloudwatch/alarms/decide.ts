import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { type Condition, comparisons } from "./condition.ts";

/**
 * How many more periods CloudWatch looks back than it evaluates, so that late or missing data does
 * not blind it: its documentation's examples show two.
 */
export const extraPeriods = 2;

/** What the periods looked at say, and on what grounds. */
export interface Decision {
  /** Undefined: stay as you are. */
  state: StateValue | undefined;
  /** The values that were compared, newest first. */
  points: { time: number; value: number }[];
  /** How many missing values were filled in. */
  filled: number;
}

/**
 * Decides an alarm's state as "Configuring how CloudWatch alarms treat missing data" describes it.
 *
 * @param times the periods looked at, oldest first: EvaluationPeriods and two before them
 * @param values by the beginning of the period
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
  // Everything there is breaches, and there is too little of it.
  const oldest = points[points.length - 1]!;
  const age = times.length - times.indexOf(oldest.time);
  return decision(treatMissingData === "missing" && age >= datapointsToAlarm ? "ALARM" : undefined);
}

function breaches({ comparison, threshold }: Condition, value: number): boolean {
  return comparisons[comparison].breaches(value, threshold);
}
