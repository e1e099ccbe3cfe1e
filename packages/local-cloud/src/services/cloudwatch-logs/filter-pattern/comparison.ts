import { Glob } from "../../../core/glob.ts";
import { invalidPattern } from "./invalid-pattern.ts";
import { compileRegex } from "./regex.ts";

/** Whether any of the values that a selector found satisfies the comparison. */
export type Comparison = (values: unknown[]) => boolean;

const numeric = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

const numberRelations: Record<string, (value: number, limit: number) => boolean> = {
  "=": (value, limit) => value === limit,
  "!=": (value, limit) => value !== limit,
  "<": (value, limit) => value < limit,
  "<=": (value, limit) => value <= limit,
  ">": (value, limit) => value > limit,
  ">=": (value, limit) => value >= limit,
};

const literals: Record<string, unknown> = { NULL: null, TRUE: true, FALSE: false };

/** @param operand as written: quoted, bare, or a regular expression between percent signs */
export function compileComparison(operator: string, operand: string): Comparison {
  if (operator === "NOT EXISTS") return (values) => values.length === 0;
  if (operator === "IS") {
    if (!Object.hasOwn(literals, operand)) throw invalidPattern(`IS takes NULL, TRUE or FALSE, not '${operand}'`);
    return (values) => values.includes(literals[operand]);
  }
  const relation = numberRelations[operator];
  if (!relation) throw invalidPattern(`'${operator}' is not an operator; use =, !=, <, >, <=, >=, IS or NOT EXISTS`);
  if (numeric.test(operand)) {
    const limit = Number(operand);
    return (values) => values.some((value) => typeof value === "number" && relation(value, limit));
  }
  if (operator !== "=" && operator !== "!=") {
    throw invalidPattern(`'${operator}' compares numbers, but '${operand}' is not a number`);
  }
  const matches = compileString(operand);
  return (values) => values.some((value) => matches(asString(value)) === (operator === "="));
}

function compileString(operand: string): (value: string) => boolean {
  if (operand.startsWith("%")) {
    const regex = compileRegex(operand.slice(1, -1));
    return (value) => regex.test(value);
  }
  const wanted = operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, "$1") : operand;
  if (!wanted.includes("*")) return (value) => value === wanted;
  const wildcard = new Glob(wanted.split("*").map((part) => [part]));
  return (value) => wildcard.matches(value);
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
