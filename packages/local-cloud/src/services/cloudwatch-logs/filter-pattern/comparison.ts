import { Glob } from "../../../core/glob.ts";
import { invalidPattern } from "./invalid-pattern.ts";
import { compileRegex } from "./regex.ts";

export interface Comparison {
  /** Whether any of the values that a selector found satisfies the comparison. */
  test(values: unknown[]): boolean;
  /** A text that every JSON document that satisfies it contains, unless it is written with escapes. */
  literal?: string;
}

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
  if (operator === "NOT EXISTS") return { test: (values) => values.length === 0 };
  if (operator === "IS") {
    if (!Object.hasOwn(literals, operand)) throw invalidPattern(`IS takes NULL, TRUE or FALSE, not '${operand}'`);
    return { test: (values) => values.includes(literals[operand]) };
  }
  const relation = numberRelations[operator];
  if (!relation) throw invalidPattern(`'${operator}' is not an operator; use =, !=, <, >, <=, >=, IS or NOT EXISTS`);
  if (numeric.test(operand)) {
    const limit = Number(operand);
    return { test: (values) => values.some((value) => typeof value === "number" && relation(value, limit)) };
  }
  if (operator !== "=" && operator !== "!=") {
    throw invalidPattern(`'${operator}' compares numbers, but '${operand}' is not a number`);
  }
  const matches = compileString(operand);
  const test = (values: unknown[]) => values.some((value) => matches(asString(value)) === (operator === "="));
  const wanted = unquoted(operand);
  return operator === "=" && neverEscaped.test(wanted) ? { test, literal: wanted } : { test };
}

/** JSON has one spelling for such a string, but for escapes like \u0041. */
const neverEscaped = /^[\w.:-]+$/;

function compileString(operand: string): (value: string) => boolean {
  if (operand.startsWith("%")) {
    const regex = compileRegex(operand.slice(1, -1));
    return (value) => regex.test(value);
  }
  const wanted = unquoted(operand);
  if (!wanted.includes("*")) return (value) => value === wanted;
  const wildcard = new Glob(wanted.split("*").map((part) => [part]));
  return (value) => wildcard.matches(value);
}

function unquoted(operand: string): string {
  return operand.startsWith('"') ? operand.slice(1, -1).replace(/\\(.)/g, "$1") : operand;
}

function asString(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
