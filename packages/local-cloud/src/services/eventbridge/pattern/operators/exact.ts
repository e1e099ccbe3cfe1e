import { addressOf, sameAddress } from "../ip-address.ts";
import type { JsonReader, Token } from "../json-reader.ts";
import type { ValueTest } from "../value-test.ts";

/** A bare value in a field's array: a string, number, true, false or null. */
export function compileExact(token: Token, reader: JsonReader): ValueTest {
  if (token === "VALUE_STRING") return exactString(reader.text());
  if (token === "VALUE_NUMBER") return { kind: "exact", value: Number(reader.text()) };
  if (token === "VALUE_TRUE") return { kind: "exact", value: true };
  if (token === "VALUE_FALSE") return { kind: "exact", value: false };
  if (token === "VALUE_NULL") return { kind: "exact", value: null };
  return reader.fail("Match value must be String, number, true, false, or null");
}

/** `{"exactly": "text"}`: from event-ruler; EventBridge accepts it but does not document it. */
export function compileExactly(reader: JsonReader): ValueTest {
  if (reader.next() !== "VALUE_STRING") reader.fail("exact match pattern must be a string");
  return { kind: "exact", value: reader.text() };
}

/** A string that is an IP address matches any spelling of that address. */
function exactString(text: string): ValueTest {
  const address = addressOf(text);
  if (!address) return { kind: "exact", value: text };
  return { kind: "test", test: (value) => value === text || sameAddress(address, value) };
}
