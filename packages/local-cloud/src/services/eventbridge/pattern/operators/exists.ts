import type { JsonReader } from "../json-reader.ts";
import type { ValueTest } from "../value-test.ts";

/**
 * `{"exists": true}` and `{"exists": false}`. Only leaves exist: a name that holds an object, an
 * empty object or an empty array is not there. A null is.
 */
export function compileExists(reader: JsonReader): ValueTest {
  const token = reader.next();
  if (token === "VALUE_TRUE") return { kind: "test", test: () => true };
  if (token === "VALUE_FALSE") return { kind: "absent" };
  return reader.refuse("exists match pattern must be either true or false.");
}
