import { comparableNumber, isComparable } from "../comparable-number.ts";
import type { JsonReader, Token } from "../json-reader.ts";
import { PatternError } from "../pattern-error.ts";
import type { ValueTest } from "../value-test.ts";

interface Range {
  bottom: number;
  openBottom: boolean;
  top: number;
  openTop: boolean;
}

const unbounded: Range = { bottom: -Infinity, openBottom: false, top: Infinity, openTop: false };

/** `{"numeric": ["=", 300]}`, the same with < <= > >=, or a range, lower bound first: `[">", 0, "<=", 5]`. */
export function compileNumeric(reader: JsonReader): ValueTest {
  if (reader.next() !== "START_ARRAY") reader.fail("Value of numeric must be an array.");
  const range = compileRange(reader);
  return { kind: "test", test: (value) => isComparable(value) && isIn(range, value) };
}

function isIn({ bottom, openBottom, top, openTop }: Range, value: number): boolean {
  return (openBottom ? value > bottom : value >= bottom) && (openTop ? value < top : value <= top);
}

function compileRange(reader: JsonReader): Range {
  if (reader.next() !== "VALUE_STRING") reader.fail(`Invalid member in numeric match: ${reader.text()}`);
  const operator = reader.text();
  const token = reader.next();
  if (operator === "=") {
    const value = onlyNumber("equals", token, reader);
    return { bottom: value, openBottom: false, top: value, openTop: false };
  }
  if (operator === "<" || operator === "<=") {
    return { ...unbounded, top: onlyNumber(operator, token, reader), openTop: operator === "<" };
  }
  if (operator === ">" || operator === ">=") return rangeFrom(operator, token, reader);
  return reader.fail(`Unrecognized numeric range operator: ${operator}`);
}

/** The number after `=`, `<` or `<=`, which must be the last element. */
function onlyNumber(operator: string, token: Token, reader: JsonReader): number {
  const text = numberText(operator, token, reader);
  if (reader.next() !== "END_ARRAY") reader.fail("Too many elements in numeric expression");
  return comparable(text, reader);
}

function rangeFrom(operator: ">" | ">=", token: Token, reader: JsonReader): Range {
  const bottomText = numberText(operator, token, reader);
  const openBottom = operator === ">";
  const upper = reader.next();
  if (upper === "END_ARRAY") return { ...unbounded, bottom: comparable(bottomText, reader), openBottom };
  if (upper !== "VALUE_STRING") reader.fail(`Bad value in numeric range: ${reader.text()}`);
  const upperOperator = reader.text();
  if (upperOperator !== "<" && upperOperator !== "<=") reader.fail(`Bad numeric range operator: ${upperOperator}`);
  const topText = numberText(upperOperator, reader.next(), reader);
  if (reader.next() !== "END_ARRAY") reader.fail("Too many terms in numeric range expression");
  const bottom = comparable(bottomText, reader);
  const top = comparable(topText, reader);
  if (bottom >= top) reader.fail("Bottom must be less than top");
  return { bottom, openBottom, top, openTop: upperOperator === "<" };
}

function numberText(operator: string, token: Token, reader: JsonReader): string {
  if (token !== "VALUE_NUMBER") reader.fail(`Value of ${operator} must be numeric`);
  return reader.text();
}

function comparable(text: string, reader: JsonReader): number {
  try {
    return comparableNumber(text);
  } catch (error) {
    if (error instanceof PatternError) reader.fail(error.message);
    throw error;
  }
}
