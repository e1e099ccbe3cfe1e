import { type Comparison, type Operator, operators } from "./operators.ts";
import type { AccessRequest } from "./request.ts";

/** Returns whether a request meets the condition on one key. */
export type Condition = (request: AccessRequest) => boolean;

/** The parts of an operator's name such as ForAnyValue:StringLikeIfExists. */
export interface OperatorName {
  set: "ForAllValues" | "ForAnyValue" | undefined;
  base: string;
  ifExists: boolean;
}

export function readOperatorName(name: string): OperatorName {
  const colon = name.indexOf(":");
  const prefix = colon < 0 ? undefined : name.slice(0, colon);
  const set = prefix === "ForAllValues" || prefix === "ForAnyValue" ? prefix : undefined;
  const rest = set ? name.slice(colon + 1) : name;
  const ifExists = rest.endsWith("IfExists");
  return { set, base: ifExists ? rest.slice(0, -"IfExists".length) : rest, ifExists };
}

/** Compiles one key under one operator. An invalid operator or value, which validation refuses, never holds. */
export function condition(operatorName: string, key: string, values: readonly string[]): Condition {
  const { set, base, ifExists } = readOperatorName(operatorName);
  const lowerKey = key.toLowerCase();
  if (base === "Null") return nullCondition(lowerKey, values);
  const operator = operators.get(base);
  const comparisons = values.map((value) => operator?.compile(value));
  if (!operator || comparisons.includes(undefined)) return () => false;
  const meets = oneValue(operator, comparisons as Comparison[]);
  const ifMissing = set === "ForAllValues" || ifExists || (set === undefined && operator.negated);
  return (request) => {
    const given = request.valuesOf(lowerKey);
    if (given === undefined || given.length === 0) return ifMissing;
    if (set === "ForAllValues" || (set === undefined && operator.negated))
      return given.every((value) => meets(value, request));
    return given.some((value) => meets(value, request));
  };
}

/** Returns whether a value of the request matches any of the policy's values or, if negated, none of them. */
function oneValue({ negated }: Operator, comparisons: readonly Comparison[]): Comparison {
  return (value, request) => comparisons.some((compare) => compare(value, request)) !== negated;
}

/** "true": the key must be missing; "false": it must be present. */
function nullCondition(key: string, values: readonly string[]): Condition {
  return (request) => {
    const missing = String((request.valuesOf(key)?.length ?? 0) === 0);
    return values.some((value) => value.toLowerCase() === missing);
  };
}
