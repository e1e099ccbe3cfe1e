import { validationError } from "./errors.ts";
import { checkNesting } from "./input-limits.ts";
import type { Item } from "./streams/stored.ts";

/** Decimal digits, and the power of ten of the first one ("Supported data types and naming rules", "Numbers"). */
const maxDigits = 38;
const maxExponent = 125;

/**
 * Checks an item that an expression has computed: its nesting and its numbers, which no check of the input could see.
 *
 * @throws AwsError ValidationException with DynamoDB's message
 */
export function checkResult(before: Item | undefined, after: Item): void {
  const changed = Object.entries(after).filter(([name, value]) => value !== before?.[name]);
  checkNesting(changed.map(([, value]) => value));
  for (const [, value] of changed) checkNumbers(value);
}

function checkNumbers(value: unknown): void {
  const { N, L, M } = value as { N?: string; L?: unknown[]; M?: object };
  if (N !== undefined) checkNumber(N);
  for (const inner of L ?? Object.values(M ?? {})) checkNumbers(inner);
}

/** A number as it is stored: without an exponent. */
function checkNumber(number: string): void {
  const [whole = "", fraction = ""] = number.replace("-", "").split(".");
  if (whole.length > maxExponent + 1) {
    throw validationError("Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  const digits = `${whole}${fraction}`.replace(/^0+/, "").replace(/0+$/, "").length;
  if (digits > maxDigits) throw validationError("Attempting to store more than 38 significant digits in a Number");
}
