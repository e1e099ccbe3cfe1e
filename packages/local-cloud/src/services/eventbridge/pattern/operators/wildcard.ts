import { Glob } from "../../../../core/glob.ts";
import type { JsonReader } from "../json-reader.ts";
import type { Scalar, ValueTest } from "../value-test.ts";

/** `{"wildcard": "arn:aws:sns:*:booking-*"}`; `\*` is an asterisk, `\\` a backslash. */
export function compileWildcard(reader: JsonReader): ValueTest {
  if (reader.next() !== "VALUE_STRING") reader.fail("wildcard match pattern must be a string");
  const text = reader.text();
  const glob = parseWildcard(text, reader);
  return { kind: "test", test: (value) => matchesWildcard(value, glob), wildcards: [text] };
}

export function parseWildcard(text: string, reader: JsonReader): Glob {
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
  return new Glob([...parts, part].map((literal) => [literal]));
}

export function matchesWildcard(value: Scalar, glob: Glob): boolean {
  return typeof value === "string" && glob.matches(value);
}
