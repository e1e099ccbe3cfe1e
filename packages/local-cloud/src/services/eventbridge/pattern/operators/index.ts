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

/** Operators for which AWS reports surplus keys with the message for numeric. */
const reportedAsNumeric = new Set(["anything-but", "numeric"]);

/** Compiles `{"operator": …}`; the opening brace has been read. */
export function compileOperator(reader: JsonReader): ValueTest {
  if (reader.next() !== "FIELD_NAME") reader.fail("Match expression name not found");
  const name = reader.text();
  const compile = operators.get(name) ?? reader.fail(`Unrecognized match type ${name}`);
  const test = compile(reader);
  if (reader.next() !== "END_OBJECT") {
    reader.fail(
      reportedAsNumeric.has(name)
        ? "Too many elements in numeric expression"
        : "Only one key allowed in match expression",
    );
  }
  return test;
}
