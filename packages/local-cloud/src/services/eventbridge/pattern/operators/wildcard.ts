import type { JsonReader } from "../json-reader.ts";
import type { Scalar, ValueTest } from "../value-test.ts";

/** A wildcard split at its asterisks and unescaped. A single part means no asterisk. */
export type WildcardParts = readonly string[];

/** `{"wildcard": "arn:aws:sns:*:booking-*"}`; `\*` is an asterisk, `\\` a backslash. */
export function compileWildcard(reader: JsonReader): ValueTest {
  if (reader.next() !== "VALUE_STRING") reader.fail("wildcard match pattern must be a string");
  const text = reader.text();
  const parts = parseWildcard(text, reader);
  return { kind: "test", test: (value) => matchesWildcard(value, parts), wildcards: [text] };
}

export function parseWildcard(text: string, reader: JsonReader): WildcardParts {
  const parts: string[] = [];
  let part = "";
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    const next = text[at + 1];
    // AWS counts positions from the opening quote.
    if (char === "*" && next === "*") reader.fail(`Consecutive wildcard characters at pos ${at + 1}`);
    if (char === "*") {
      parts.push(part);
      part = "";
    } else if (char !== "\\") part += char;
    else if (next === "*" || next === "\\") part += text[++at];
    else reader.fail(`Invalid escape character at pos ${at + 1}`);
  }
  return [...parts, part];
}

export function matchesWildcard(value: Scalar, parts: WildcardParts): boolean {
  if (typeof value !== "string") return false;
  const first = parts[0]!;
  const last = parts[parts.length - 1]!;
  if (parts.length === 1) return value === first;
  if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
  const end = value.length - last.length;
  let at = first.length;
  // The earliest match of each part leaves the most characters for the parts after it.
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
