import type { JsonReader } from "../json-reader.ts";
import type { ValueTest } from "../value-test.ts";

/**
 * `{"exists": true}` and `{"exists": false}`. Only leaves exist: a field with an object or an
 * empty array counts as absent, a field with null as present.
 */
export function compileExists(reader: JsonReader): ValueTest {
  const token = reader.next();
  if (token === "VALUE_TRUE") return { kind: "test", test: () => true };
  if (token === "VALUE_FALSE") return { kind: "absent" };
  return reader.fail("exists match pattern must be either true or false.");
}
