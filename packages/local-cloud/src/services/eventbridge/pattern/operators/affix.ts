import type { JsonReader } from "../json-reader.ts";
import type { Scalar, ValueTest } from "../value-test.ts";
import { compileIgnoredCase } from "./equals-ignore-case.ts";

/** `{"prefix": "2026-01"}` and `{"prefix": {"equals-ignore-case": "flight"}}`. */
export function compilePrefix(reader: JsonReader): ValueTest {
  return compileAffix("prefix", hasPrefix, reader);
}

/** `{"suffix": ".png"}` and `{"suffix": {"equals-ignore-case": ".png"}}`. */
export function compileSuffix(reader: JsonReader): ValueTest {
  return compileAffix("suffix", hasSuffix, reader);
}

export function hasPrefix(value: Scalar, prefix: string): boolean {
  return typeof value === "string" && value.startsWith(prefix);
}

export function hasSuffix(value: Scalar, suffix: string): boolean {
  return typeof value === "string" && value.endsWith(suffix);
}

function compileAffix(
  name: "prefix" | "suffix",
  has: (value: Scalar, affix: string) => boolean,
  reader: JsonReader,
): ValueTest {
  const token = reader.next();
  if (token === "START_OBJECT") {
    const affix = compileIgnoredCase(name, reader);
    return { kind: "test", test: (value) => typeof value === "string" && has(value.toLowerCase(), affix) };
  }
  if (token !== "VALUE_STRING") reader.fail(`${name} match pattern must be a string`);
  const affix = reader.text();
  return { kind: "test", test: (value) => has(value, affix) };
}
