import { PatternError } from "./pattern-error.ts";
import type { Scalar } from "./value-test.ts";

const limit = 5e9;

/** Whether `numeric` can compare this value: a number from -5e9 to 5e9 with at most six decimals. */
export function isComparable(value: Scalar): value is number {
  return typeof value === "number" && value >= -limit && value <= limit && hasSixDecimals(value);
}

/** @throws PatternError unless the number in `text` is comparable. */
export function comparableNumber(text: string): number {
  const value = Number(text);
  if (value < -limit || value > limit) throw new PatternError("Value must be between -5.0E9 and 5.0E9, inclusive");
  if (!hasSixDecimals(value)) throw new PatternError("Only values upto 6 decimals are supported");
  return value;
}

function hasSixDecimals(value: number): boolean {
  return Number.isInteger(value) || Number(value.toFixed(6)) === value;
}
