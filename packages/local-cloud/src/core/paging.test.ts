import { describe, expect, test } from "vitest";
import { afterItem, afterKey, byIndex, pageOf, type TokenFormat } from "./paging.ts";

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64url",
  prefix: "at:",
  invalid: (token) => new Error(`bad token ${token}`),
};
const itself = (name: string) => name;
const tokenOf = (text: string) => Buffer.from(text).toString("base64url");

describe.each([
  ["the index", byIndex, "at:2"],
  ["the last key", afterKey(itself), "at:b"],
  ["the last item", afterItem(itself), "at:b"],
])("pages by %s", (_name, place, token) => {
  test("returns the first page and the token of the next", () => {
    expect(pageOf(format, ["a", "b", "c"], { size: 2, place })).toEqual({
      items: ["a", "b"],
      NextToken: tokenOf(token),
    });
  });

  test("returns the last page without a token", () => {
    expect(pageOf(format, ["a", "b", "c"], { size: 2, place, token: tokenOf(token) })).toEqual({ items: ["c"] });
  });

  test("returns no token when the list ends with the page", () => {
    expect(pageOf(format, ["a", "b"], { size: 2, place })).toEqual({ items: ["a", "b"] });
  });
});

test("continues after the last key, even if its item is gone", () => {
  const page = pageOf(format, ["a", "c"], { size: 2, place: afterKey(itself), token: tokenOf("at:b") });

  expect(page.items).toEqual(["c"]);
});

test.each([
  ["another prefix", tokenOf("from:1"), byIndex],
  ["a negative index", tokenOf("at:-1"), byIndex],
  ["an index that is not a number", tokenOf("at:b"), byIndex],
  ["an item that is gone", tokenOf("at:x"), afterItem(itself)],
])("refuses a token with %s, with the API's error", (_name, token, place) => {
  expect(() => pageOf(format, ["a"], { size: 1, place, token })).toThrow(`bad token ${token}`);
});
