import { expect, test } from "vitest";
import { nestsDeeperThan, opensMoreThan } from "./nesting.ts";

test.each([
  ["a plain value", "x", 0, false],
  ["null", null, 0, false],
  ["an empty object", {}, 0, true],
  ["an empty object", {}, 1, false],
  ["an array in an object", { a: [] }, 1, true],
  ["an array in an object", { a: [] }, 2, false],
  ["the deepest of several", [[], { a: [{ b: 1 }] }], 4, false],
  ["the deepest of several", [[], { a: [{ b: 1 }] }], 3, true],
])("%s: %j is deeper than %i: %s", (_, value, limit, expected) => {
  expect(nestsDeeperThan(value, limit)).toBe(expected);
});

test("measures a million levels without recursion", () => {
  const deep = JSON.parse("[".repeat(1_000_000) + "]".repeat(1_000_000));

  expect(nestsDeeperThan(deep, 999_999)).toBe(true);
  expect(nestsDeeperThan(deep, 1_000_000)).toBe(false);
});

test("counts parentheses that are open at the same time", () => {
  expect(opensMoreThan("(a)(b)(c)", 1)).toBe(false);
  expect(opensMoreThan("((a)(b)", 1)).toBe(true);
});
