import { functions } from "./functions.ts";
import { type Expression, ExpressionError } from "./parse.ts";
import { isSeries, type Scope, type TimeSeries, type Value } from "./value.ts";

const operators: Record<string, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<": (left, right) => Number(left < right),
  "<=": (left, right) => Number(left <= right),
  ">": (left, right) => Number(left > right),
  ">=": (left, right) => Number(left >= right),
  AND: (left, right) => Number(left !== 0 && right !== 0),
  OR: (left, right) => Number(left !== 0 || right !== 0),
};

/** @throws ExpressionError */
export function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "string":
      throw new ExpressionError(
        `The string "${expression.value}" cannot be used as a value; only METRICS() takes a string.`,
      );
    case "id":
      return scope.value(expression.name);
    case "list":
      return expression.items.map((item) => asSeries(evaluate(item, scope), scope));
    case "negate":
      return combineValues(0, evaluate(expression.of, scope), operators["-"]!);
    case "binary":
      return evaluateChain(expression, scope);
    case "call":
      return call(expression.name, expression.args, scope);
  }
}

/** A loop down the left sides, as an expression may have a thousand terms. */
function evaluateChain(last: Expression, scope: Scope): Value {
  const chain: Array<Extract<Expression, { kind: "binary" }>> = [];
  let first = last;
  for (; first.kind === "binary"; first = first.left) chain.unshift(first);
  return chain.reduce<Value>(
    (left, { operator, right }) => combineValues(left, evaluate(right, scope), operatorNamed(operator)),
    evaluate(first, scope),
  );
}

function call(name: string, args: readonly Expression[], scope: Scope): Value {
  if (name === "METRICS") return scope.metrics(args[0]?.kind === "string" ? args[0].value : undefined);
  const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!apply) throw new ExpressionError(`The local cloud does not support the function ${name}.`);
  return apply(
    args.map((arg) => (arg.kind === "id" && arg.name === "REPEAT" ? arg.name : evaluate(arg, scope))),
    scope,
  );
}

/** Point by point. The result has a value only at times at which both sides have one. */
function combineValues(left: Value, right: Value, operator: (left: number, right: number) => number): Value {
  if (Array.isArray(left)) return left.map((one) => combineValues(one, right, operator) as TimeSeries);
  if (Array.isArray(right)) return right.map((one) => combineValues(left, one, operator) as TimeSeries);
  if (typeof left === "number" && typeof right === "number") return operator(left, right);
  const result = new Map<number, number>();
  const times = (isSeries(left) ? left : (right as TimeSeries)).keys();
  for (const time of times) {
    const one = typeof left === "number" ? left : (left as TimeSeries).get(time);
    const other = typeof right === "number" ? right : (right as TimeSeries).get(time);
    if (one === undefined || other === undefined) continue;
    const value = operator(one, other);
    // CloudWatch omits what cannot be computed, such as a division by zero.
    if (Number.isFinite(value)) result.set(time, value);
  }
  return result;
}

export function asSeries(value: Value, { times }: Scope): TimeSeries {
  if (typeof value === "number") return new Map(times.map((time) => [time, value]));
  if (isSeries(value)) return value;
  throw new ExpressionError("Expected a single time series, but found a list of time series.");
}

function operatorNamed(name: string): (left: number, right: number) => number {
  return operators[name === "&&" ? "AND" : name === "||" ? "OR" : name]!;
}
