import fc from "fast-check";
import { expect, test } from "vitest";
import { Glob, type GlobText } from "./glob.ts";

/** Asterisks and question marks, without escapes. */
const globOf = (pattern: string) => new Glob(pattern.split("*").map((part) => part.split("?")));

/** The same by a regular expression. */
const expression = (pattern: string, wildcard: string) =>
  pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("?", ".")
    .replaceAll("*", wildcard);

const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "."), maxLength: 9 });
const texts = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 14 });

test("matches what a regular expression with the same meaning matches", () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      expect(globOf(pattern).matches(text)).toBe(new RegExp(`^${expression(pattern, ".*")}$`).test(text));
    }),
    { numRuns: 3000 },
  );
});

test("captures what lazy groups of a regular expression capture", () => {
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      const last = pattern.includes("*") && pattern.endsWith("*") ? "$" : "";
      const match = new RegExp(expression(pattern, "(.*?)") + last).exec(text);
      expect(globOf(pattern).capture(text)).toEqual(match?.slice(1));
    }),
    { numRuns: 3000 },
  );
});

test("compares code units, so that half a character is found in a whole one", () => {
  expect(globOf("*\ud83d*").matches("seat 🛫")).toBe(true);
});

/** A text that counts how often one of its characters is read. */
function counted(text: string): GlobText & { reads: number } {
  return {
    reads: 0,
    length: text.length,
    charCodeAt(index) {
      this.reads++;
      return text.charCodeAt(index);
    },
  };
}

test.each([
  ["many asterisks", `${"*a".repeat(2000)}*b`],
  ["parts that nearly match everywhere", `*${"a".repeat(2000)}b*c`],
  ["parts that overlap themselves", `*${"ab".repeat(1000)}c*${"ba".repeat(1000)}c*`],
])("reads each character of 100 kB at most twice: %s", (_, pattern) => {
  const text = counted("a".repeat(50_000) + "ab".repeat(25_000));

  globOf(pattern).matches(text);

  expect(text.reads).toBeLessThanOrEqual(2 * text.length);
});

test("reads each character of 100 kB at most as often as a part with question marks is long", () => {
  const part = "a?".repeat(25);
  const text = counted("a".repeat(100_000));

  expect(globOf(`*${part}b*`).matches(text)).toBe(false);
  expect(text.reads).toBeLessThanOrEqual(text.length * (part.length + 1));
});
