import { comparableNumber } from "../comparable-number.ts";
import type { JsonReader, Token } from "../json-reader.ts";
import { PatternError } from "../pattern-error.ts";
import type { Scalar, ValueTest } from "../value-test.ts";
import { hasPrefix, hasSuffix } from "./affix.ts";
import { equalsIgnoreCase } from "./equals-ignore-case.ts";
import { matchesWildcard, parseWildcard } from "./wildcard.ts";

type Inner = "prefix" | "suffix" | "equals-ignore-case" | "wildcard";

const wrongType: Record<Inner, string> = {
  prefix: "prefix/suffix match pattern must be a string",
  suffix: "prefix/suffix match pattern must be a string",
  "equals-ignore-case": "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
  wildcard: "wildcard match pattern must be a string",
};

/**
 * `{"anything-but": x}`, where x is a string, a number, a list of either, or an object with one of
 * prefix, suffix, equals-ignore-case and wildcard, each with a string or a list of strings. The
 * field must exist. A null, a boolean and a value of the other type differ from x and match.
 */
export function compileAnythingBut(reader: JsonReader): ValueTest {
  const token = reader.next();
  if (token === "START_OBJECT") return compileInner(reader);
  requireValueOrList(token, reader);
  if (token === "START_ARRAY")
    return noneOf(
      withSecondLocation(reader, () => compileValues(reader)),
      reader,
    );
  return noneOf(new Set([token === "VALUE_NUMBER" ? comparableNumber(reader.text()) : reader.text()]), reader);
}

function noneOf(values: Set<Scalar>, reader: JsonReader): ValueTest {
  const types = new Set([...values].map((value) => typeof value));
  if (types.size !== 1) {
    reader.fail("Inside anything but list, either all values are number or string, mixed type is not supported");
  }
  return { kind: "test", test: (value) => !values.has(value) };
}

function compileValues(reader: JsonReader): Set<Scalar> {
  const values = new Set<Scalar>();
  for (let token = reader.next(); token !== "END_ARRAY"; token = reader.next()) {
    if (token === "VALUE_STRING") values.add(reader.text());
    else if (token === "VALUE_NUMBER") values.add(comparableNumber(reader.text()));
    else reader.fail("Inside anything but list, start|null|boolean is not supported.");
  }
  return values;
}

function compileInner(reader: JsonReader): ValueTest {
  if (reader.next() !== "FIELD_NAME") reader.fail("Anything-But expression name not found");
  const inner = reader.text();
  if (!isInner(inner)) reader.fail(`Unsupported anything-but pattern: ${inner}`);
  const token = reader.next();
  requireValueOrList(token, reader);
  const texts =
    token === "START_ARRAY"
      ? withSecondLocation(reader, () => compileTexts(inner, reader))
      : [compileText(inner, token, reader)];
  const test = innerTest(inner, texts, reader);
  if (reader.next() !== "END_OBJECT") reader.fail("Too many elements in numeric expression");
  return test;
}

function compileTexts(inner: Inner, reader: JsonReader): string[] {
  const texts: string[] = [];
  for (let token = reader.next(); token !== "END_ARRAY"; token = reader.next()) {
    texts.push(compileText(inner, token, reader));
  }
  return texts;
}

function compileText(inner: Inner, token: Token, reader: JsonReader): string {
  if (token !== "VALUE_STRING") reader.fail(wrongType[inner]);
  const text = reader.text();
  if (text === "" && (inner === "prefix" || inner === "suffix")) reader.fail("Null prefix/suffix not allowed");
  return text;
}

function innerTest(inner: Inner, texts: string[], reader: JsonReader): ValueTest {
  switch (inner) {
    case "prefix":
      return { kind: "test", test: (value) => !texts.some((text) => hasPrefix(value, text)) };
    case "suffix":
      return { kind: "test", test: (value) => !texts.some((text) => hasSuffix(value, text)) };
    case "equals-ignore-case": {
      const lowered = texts.map((text) => text.toLowerCase());
      return { kind: "test", test: (value) => !lowered.some((text) => equalsIgnoreCase(value, text)) };
    }
    case "wildcard": {
      const wildcards = texts.map((text) => parseWildcard(text, reader));
      return {
        kind: "test",
        test: (value) => !wildcards.some((wildcard) => matchesWildcard(value, wildcard)),
        wildcards: texts,
      };
    }
  }
}

function requireValueOrList(token: Token, reader: JsonReader): void {
  if (token === "START_ARRAY" || token === "VALUE_STRING" || token === "VALUE_NUMBER") return;
  reader.fail("Value of anything-but must be an array or single string/number value.");
}

/** Adds the location to an error inside a list a second time, as AWS does. */
function withSecondLocation<T>(reader: JsonReader, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (error instanceof PatternError) reader.fail(error.message);
    throw error;
  }
}

function isInner(name: string): name is Inner {
  return name in wrongType && Object.hasOwn(wrongType, name);
}
