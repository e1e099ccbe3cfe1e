import type { JsonReader } from "../json-reader.ts";
import type { Scalar, ValueTest } from "../value-test.ts";

/** `{"equals-ignore-case": "flight001"}`: a string in any mix of upper and lower case. */
export function compileEqualsIgnoreCase(reader: JsonReader): ValueTest {
  const expected = lowerCaseString(reader);
  return { kind: "test", test: (value) => equalsIgnoreCase(value, expected) };
}

/** @param expected in lower case */
export function equalsIgnoreCase(value: Scalar, expected: string): boolean {
  return typeof value === "string" && value.toLowerCase() === expected;
}

/** Reads the rest of the inner object of `{"prefix": {"equals-ignore-case": "text"}}`; returns "text" in lower case. */
export function compileIgnoredCase(outer: "prefix" | "suffix", reader: JsonReader): string {
  if (reader.next() !== "FIELD_NAME") {
    reader.fail(`${outer === "prefix" ? "Prefix" : "Suffix"} expression name not found`);
  }
  const name = reader.text();
  if (name !== "equals-ignore-case") reader.fail(`Unsupported ${outer} pattern: ${name}`);
  const affix = lowerCaseString(reader);
  if (reader.next() !== "END_OBJECT") reader.fail("Only one key allowed in match expression");
  return affix;
}

function lowerCaseString(reader: JsonReader): string {
  if (reader.next() !== "VALUE_STRING") reader.fail("equals-ignore-case match pattern must be a string");
  return reader.text().toLowerCase();
}
