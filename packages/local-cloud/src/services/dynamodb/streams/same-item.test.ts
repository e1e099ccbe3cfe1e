import { expect, test } from "vitest";
import { sameItem } from "./same-item.ts";

const wrap = (value: unknown) => ({ id: { S: "B123" }, value }) as Parameters<typeof sameItem>[0];

test.each([
  ["strings", { S: "a" }, { S: "a" }],
  ["sets in another order", { SS: ["a", "b"] }, { SS: ["b", "a"] }],
  ["number sets in another order", { NS: ["1", "2"] }, { NS: ["2", "1"] }],
  ["maps in another order", { M: { a: { N: "1" }, b: { BOOL: true } } }, { M: { b: { BOOL: true }, a: { N: "1" } } }],
  ["lists", { L: [{ S: "a" }, { NULL: true }] }, { L: [{ S: "a" }, { NULL: true }] }],
])("equal %s are the same data", (_, left, right) => {
  expect(sameItem(wrap(left), wrap(right))).toBe(true);
});

test.each([
  ["values", { S: "a" }, { S: "b" }],
  ["types", { S: "1" }, { N: "1" }],
  ["sets", { SS: ["a", "b"] }, { SS: ["a", "c"] }],
  ["sizes of sets", { SS: ["a"] }, { SS: ["a", "b"] }],
  ["orders of lists", { L: [{ S: "a" }, { S: "b" }] }, { L: [{ S: "b" }, { S: "a" }] }],
  ["lengths of lists", { L: [{ S: "a" }] }, { L: [] }],
  ["nested values", { M: { a: { N: "1" } } }, { M: { a: { N: "2" } } }],
  ["members of maps", { M: { a: { N: "1" } } }, { M: { b: { N: "1" } } }],
])("different %s are different data", (_, left, right) => {
  expect(sameItem(wrap(left), wrap(right))).toBe(false);
});

test("an attribute more or less is different data", () => {
  const item = wrap({ S: "a" });

  expect(sameItem(item, { ...item, more: { S: "b" } })).toBe(false);
  expect(sameItem({ ...item, more: { S: "b" } }, item)).toBe(false);
});
