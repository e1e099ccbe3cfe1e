import { comparableNumber, isComparable } from "../comparable-number.ts";
import type { JsonReader, Token } from "../json-reader.ts";
import { Refusal } from "../refusal.ts";
import type { ValueTest } from "../value-test.ts";

interface Range {
  bottom: number;
  openBottom: boolean;
  top: number;
  openTop: boolean;
}

const whole: Range = { bottom: -Infinity, openBottom: false, top: Infinity, openTop: false };

/** `{"numeric": ["=", 300]}`, one of < <= > >=, or a range that begins below: `[">", 0, "<=", 5]`. */
export function compileNumeric(reader: JsonReader): ValueTest {
  if (reader.next() !== "START_ARRAY") reader.refuse("Value of numeric must be an array.");
  const range = compileRange(reader);
  return { kind: "test", test: (value) => isComparable(value) && isIn(range, value) };
}

function isIn({ bottom, openBottom, top, openTop }: Range, value: number): boolean {
  return (openBottom ? value > bottom : value >= bottom) && (openTop ? value < top : value <= top);
}

function compileRange(reader: JsonReader): Range {
  if (reader.next() !== "VALUE_STRING") reader.refuse(`Invalid member in numeric match: ${reader.text()}`);
  const operator = reader.text();
  const token = reader.next();
  if (operator === "=") {
    const value = endOf("equals", token, reader);
    return { bottom: value, openBottom: false, top: value, openTop: false };
  }
  if (operator === "<" || operator === "<=") {
    return { ...whole, top: endOf(operator, token, reader), openTop: operator === "<" };
  }
  if (operator === ">" || operator === ">=") return rangeFrom(operator, token, reader);
  return reader.refuse(`Unrecognized numeric range operator: ${operator}`);
}

/** The one number of `=`, `<` and `<=`, after which nothing may follow. */
function endOf(operator: string, token: Token, reader: JsonReader): number {
  const text = numberText(operator, token, reader);
  if (reader.next() !== "END_ARRAY") reader.refuse("Too many elements in numeric expression");
  return comparable(text, reader);
}

function rangeFrom(operator: ">" | ">=", token: Token, reader: JsonReader): Range {
  const bottomText = numberText(operator, token, reader);
  const openBottom = operator === ">";
  const upper = reader.next();
  if (upper === "END_ARRAY") return { ...whole, bottom: comparable(bottomText, reader), openBottom };
  if (upper !== "VALUE_STRING") reader.refuse(`Bad value in numeric range: ${reader.text()}`);
  const upperOperator = reader.text();
  if (upperOperator !== "<" && upperOperator !== "<=") reader.refuse(`Bad numeric range operator: ${upperOperator}`);
  const topText = numberText(upperOperator, reader.next(), reader);
  if (reader.next() !== "END_ARRAY") reader.refuse("Too many terms in numeric range expression");
  const bottom = comparable(bottomText, reader);
  const top = comparable(topText, reader);
  if (bottom >= top) reader.refuse("Bottom must be less than top");
  return { bottom, openBottom, top, openTop: upperOperator === "<" };
}

function numberText(operator: string, token: Token, reader: JsonReader): string {
  if (token !== "VALUE_NUMBER") reader.refuse(`Value of ${operator} must be numeric`);
  return reader.text();
}

function comparable(text: string, reader: JsonReader): number {
  try {
    return comparableNumber(text);
  } catch (error) {
    if (error instanceof Refusal) reader.refuse(error.message);
    throw error;
  }
}
