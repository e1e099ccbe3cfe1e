import type { JsonReader } from "../json-reader.ts";
import type { ValueTest } from "../value-test.ts";
import { compilePrefix, compileSuffix } from "./affix.ts";
import { compileAnythingBut } from "./anything-but.ts";
import { compileCidr } from "./cidr.ts";
import { compileEqualsIgnoreCase } from "./equals-ignore-case.ts";
import { compileExactly } from "./exact.ts";
import { compileExists } from "./exists.ts";
import { compileNumeric } from "./numeric.ts";
import { compileWildcard } from "./wildcard.ts";

const operators = new Map<string, (reader: JsonReader) => ValueTest>([
  ["anything-but", compileAnythingBut],
  ["cidr", compileCidr],
  ["equals-ignore-case", compileEqualsIgnoreCase],
  ["exactly", compileExactly],
  ["exists", compileExists],
  ["numeric", compileNumeric],
  ["prefix", compilePrefix],
  ["suffix", compileSuffix],
  ["wildcard", compileWildcard],
]);

/** Operators whose surplus keys AWS reports in the words that it has for numeric. */
const reportedAsNumeric = new Set(["anything-but", "numeric"]);

/** `{"operator": …}`, whose opening brace has been read. */
export function compileOperator(reader: JsonReader): ValueTest {
  if (reader.next() !== "FIELD_NAME") reader.refuse("Match expression name not found");
  const name = reader.text();
  const compile = operators.get(name) ?? reader.refuse(`Unrecognized match type ${name}`);
  const test = compile(reader);
  if (reader.next() !== "END_OBJECT") {
    reader.refuse(
      reportedAsNumeric.has(name)
        ? "Too many elements in numeric expression"
        : "Only one key allowed in match expression",
    );
  }
  return test;
}
