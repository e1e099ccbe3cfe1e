import type { JsonReader } from "../json-reader.ts";
import type { Scalar, ValueTest } from "../value-test.ts";

/** `{"equals-ignore-case": "flight001"}`: a string in any mixture of cases. */
export function compileEqualsIgnoreCase(reader: JsonReader): ValueTest {
  const wanted = lowerCaseString(reader);
  return { kind: "test", test: (value) => equalsIgnoreCase(value, wanted) };
}

/** @param wanted in lower case */
export function equalsIgnoreCase(value: Scalar, wanted: string): boolean {
  return typeof value === "string" && value.toLowerCase() === wanted;
}

/** The inside of `{"prefix": {"equals-ignore-case": "text"}}`, whose brace is read; gives the text in lower case. */
export function compileIgnoredCase(outer: "prefix" | "suffix", reader: JsonReader): string {
  if (reader.next() !== "FIELD_NAME") {
    reader.refuse(`${outer === "prefix" ? "Prefix" : "Suffix"} expression name not found`);
  }
  const name = reader.text();
  if (name !== "equals-ignore-case") reader.refuse(`Unsupported ${outer} pattern: ${name}`);
  const wanted = lowerCaseString(reader);
  if (reader.next() !== "END_OBJECT") reader.refuse("Only one key allowed in match expression");
  return wanted;
}

function lowerCaseString(reader: JsonReader): string {
  if (reader.next() !== "VALUE_STRING") reader.refuse("equals-ignore-case match pattern must be a string");
  return reader.text().toLowerCase();
}
