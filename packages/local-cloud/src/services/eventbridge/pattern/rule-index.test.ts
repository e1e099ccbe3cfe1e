import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, matches, RuleIndex } from "./index.ts";

function indexOf(rules: Record<string, object>): RuleIndex<string> {
  const index = new RuleIndex<string>();
  for (const [key, pattern] of Object.entries(rules)) index.set(key, compilePattern(JSON.stringify(pattern)));
  return index;
}

describe("an index of rules", () => {
  test("returns the matching rules in the order in which they were set", () => {
    const index = indexOf({
      all: { source: [{ prefix: "" }] },
      created: { source: ["aircraft.booking"], "detail-type": ["BookingCreated"] },
      cancelled: { source: ["aircraft.booking"], "detail-type": ["BookingCancelled"] },
      booking: { source: ["aircraft.booking"] },
    });

    expect(index.match({ source: "aircraft.booking", "detail-type": "BookingCreated" })).toEqual([
      "all",
      "created",
      "booking",
    ]);
  });

  test("returns a rule once even if several of its alternatives match", () => {
    const index = indexOf({ either: { $or: [{ a: [1] }, { b: [1, 2] }] } });

    expect(index.match({ a: 1, b: [1, 2] })).toEqual(["either"]);
  });

  test("does not return a deleted rule", () => {
    const index = indexOf({ one: { a: [1] }, any: { a: [{ exists: true }] } });

    index.delete("one");
    index.delete("any");
    index.delete("never set");

    expect(index.match({ a: 1 })).toEqual([]);
  });

  test("matches only the latest pattern of a rule", () => {
    const index = indexOf({ one: { a: [1] } });

    index.set("one", compilePattern('{"a": [2]}'));

    expect(index.match({ a: 1 })).toEqual([]);
    expect(index.match({ a: 2 })).toEqual(["one"]);
  });
});

const names = fc.constantFrom("source", "a", "b", "c");
const scalars = fc.constantFrom<unknown>("x", "y", "xy", "X", "10.0.0.1", 1, 2, -0.5, true, false, null, "");
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalars,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
  ),
})).value;
const events = fc.dictionary(names, values, { maxKeys: 4 });

const strings = fc.constantFrom("x", "y", "xy", "X");
const texts = fc.oneof(strings, fc.uniqueArray(strings, { minLength: 1, maxLength: 2 }));
const operators = fc.oneof(
  fc.record({ prefix: fc.oneof(strings, fc.record({ "equals-ignore-case": strings })) }),
  fc.record({ suffix: strings }),
  fc.record({ "equals-ignore-case": strings }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ wildcard: fc.constantFrom("*", "x*", "*y") }),
  fc.record({ cidr: fc.constant("10.0.0.0/8") }),
  fc.record({ numeric: fc.constantFrom([">", 0], ["<=", 1], [">", -1, "<", 2]) }),
  fc.record({ "anything-but": fc.oneof(texts, fc.constant([1, 2]), fc.record({ prefix: texts })) }),
);
const leaf = fc.array(fc.oneof({ weight: 3, arbitrary: scalars }, { weight: 1, arbitrary: operators }), {
  minLength: 1,
  maxLength: 3,
});
const anyPatterns = fc.letrec<{ fields: object; pattern: object }>((tie) => ({
  fields: fc.dictionary(names, fc.oneof({ depthSize: "small" }, leaf, tie("pattern")), { minKeys: 1, maxKeys: 3 }),
  pattern: fc.oneof(
    { weight: 4, arbitrary: tie("fields") },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie("fields"), fc.array(tie("fields"), { minLength: 2, maxLength: 3 }))
        .map(([fields, $or]) => ({ ...fields, $or })),
    },
  ),
})).pattern;
/** Nested $or's may produce more combinations than EventBridge accepts. */
const patterns = anyPatterns.filter((pattern) => {
  try {
    return compilePattern(JSON.stringify(pattern)) !== undefined;
  } catch (error) {
    if (/more than 1000 combinations/.test(String(error))) return false;
    throw error;
  }
});

test("an index returns the same rules as trying each rule, after any sequence of sets and deletes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(9), fc.option(patterns)), { maxLength: 25 }),
      fc.array(events, { minLength: 1, maxLength: 5 }),
      (changes, someEvents) => {
        const index = new RuleIndex<number>();
        const rules = new Map<number, ReturnType<typeof compilePattern>>();
        for (const [key, pattern] of changes) {
          rules.delete(key);
          if (pattern === null) index.delete(key);
          else {
            rules.set(key, compilePattern(JSON.stringify(pattern)));
            index.set(key, rules.get(key)!);
          }
        }

        for (const event of someEvents) {
          const oneByOne = [...rules].filter(([, pattern]) => matches(pattern, event)).map(([key]) => key);
          expect(index.match(event)).toEqual(oneByOne);
        }
      },
    ),
    { numRuns: 500 },
  );
});
