import { ExpressionError } from "./parse.ts";
import { isSeries, type Scope, type TimeSeries, type Value } from "./value.ts";

type Argument = Value | "REPEAT";
type MathFunction = (args: readonly Argument[], scope: Scope) => Value;

/** The metric math functions that the local cloud supports ("Metric math syntax and functions"). */
export const functions: Record<string, MathFunction> = {
  ABS: eachPoint(Math.abs),
  AVG: fold((values) => values.reduce(sum, 0) / values.length),
  CEIL: eachPoint(Math.ceil),
  FILL: ([of, filler], scope) => {
    if (filler === undefined) throw missingArgument("FILL");
    return fill(given(of, "FILL"), filler, scope);
  },
  FLOOR: eachPoint(Math.floor),
  IF: ([condition, then, otherwise], scope) => choose(given(condition, "IF"), then, otherwise, scope),
  MAX: fold((values) => values.reduce((one, other) => Math.max(one, other))),
  MIN: fold((values) => values.reduce((one, other) => Math.min(one, other))),
  PERIOD: (_args, { period }) => period / 1000,
  RUNNING_SUM: ([of]) => runningSum(given(of, "RUNNING_SUM")),
  SUM: fold((values) => values.reduce(sum, 0)),
};

function sum(one: number, other: number): number {
  return one + other;
}

function eachPoint(apply: (value: number) => number): MathFunction {
  const map = (value: Value): Value => {
    if (typeof value === "number") return apply(value);
    if (isSeries(value)) return new Map([...value].map(([time, point]) => [time, apply(point)]));
    return value.map((one) => map(one) as TimeSeries);
  };
  return ([value]) => map(given(value, "The function"));
}

/** Reduces a list of time series to one, point by point, or one time series to a number. */
function fold(apply: (values: number[]) => number): MathFunction {
  return ([of]) => {
    const value = given(of, "The function");
    if (typeof value === "number") return value;
    if (isSeries(value)) return value.size === 0 ? new Map() : apply([...value.values()]);
    const byTime = new Map<number, number[]>();
    for (const [time, point] of value.flatMap((series) => [...series])) {
      byTime.set(time, [...(byTime.get(time) ?? []), point]);
    }
    return new Map([...byTime].map(([time, points]) => [time, apply(points)]));
  };
}

/** Replaces each point with the sum of all points up to it. */
function runningSum(value: Value): Value {
  if (typeof value === "number") throw new ExpressionError("RUNNING_SUM takes a time series.");
  if (!isSeries(value)) return value.map((series) => runningSum(series) as TimeSeries);
  let total = 0;
  return new Map([...value].sort(([one], [other]) => one - other).map(([time, point]) => [time, (total += point)]));
}

function fill(value: Value, filler: Argument, scope: Scope): Value {
  if (typeof value === "number") return value;
  if (!isSeries(value)) return value.map((series) => fill(series, filler, scope) as TimeSeries);
  const filled = new Map<number, number>();
  let previous: number | undefined;
  for (const time of scope.times) {
    const point = value.get(time) ?? (filler === "REPEAT" ? previous : pointAt(filler, time));
    if (point !== undefined) filled.set(time, point);
    previous = point;
  }
  return filled;
}

function choose(condition: Value, then: Argument | undefined, otherwise: Argument | undefined, scope: Scope): Value {
  if (typeof condition === "number") return given(condition !== 0 ? then : otherwise, "IF");
  if (!isSeries(condition)) throw new ExpressionError("IF takes a single time series as its condition.");
  const chosen = new Map<number, number>();
  for (const time of scope.times) {
    const decided = condition.get(time);
    if (decided === undefined) continue;
    const point = pointAt(decided !== 0 ? then : otherwise, time);
    if (point !== undefined) chosen.set(time, point);
  }
  return chosen;
}

function pointAt(argument: Argument | undefined, time: number): number | undefined {
  if (argument === undefined) return undefined;
  const value = given(argument, "FILL or IF");
  if (typeof value === "number") return value;
  if (isSeries(value)) return value.get(time);
  throw new ExpressionError("FILL and IF take numbers or a single time series.");
}

function given(argument: Argument | undefined, where: string): Value {
  if (argument === undefined || argument === "REPEAT") throw missingArgument(where);
  return argument;
}

function missingArgument(where: string): ExpressionError {
  return new ExpressionError(`${where} is missing an argument.`);
}
