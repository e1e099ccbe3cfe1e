import { isInBlock, parseCidr } from "../ip-address.ts";
import type { JsonReader } from "../json-reader.ts";
import type { ValueTest } from "../value-test.ts";

/** `{"cidr": "10.0.0.0/24"}` and the same for IPv6. */
export function compileCidr(reader: JsonReader): ValueTest {
  // AWS's message names the wrong operator too.
  if (reader.next() !== "VALUE_STRING") reader.fail("prefix match pattern must be a string");
  const block = parseCidr(reader.text());
  return { kind: "test", test: (value) => isInBlock(block, value) };
}
