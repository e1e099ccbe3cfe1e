import { expect, test } from "vitest";
import { compileLinearRegex } from "./linear-regex.ts";

test("finds a match anywhere, and the text of the named groups", () => {
  const regex = compileLinearRegex(String.raw`user=(?<user>\S+)(?: ms=(?<ms>\d+))?`);

  expect(regex.test("a user=bob ms=12")).toBe(true);
  expect(regex.groups("a user=bob ms=12")).toMatchObject({ user: "bob", ms: "12" });
  expect(regex.groups("a user=bob")).toMatchObject({ user: "bob", ms: undefined });
  expect(regex.groups("nobody")).toBeUndefined();
});

test("ignores case if told to", () => {
  expect(compileLinearRegex("error", { ignoreCase: true }).test("an ERROR")).toBe(true);
  expect(compileLinearRegex("error").test("an ERROR")).toBe(false);
});

test.each([
  ["a group that is not closed", "(a", "missing closing ): `(a`"],
  ["lookahead", "a(?=b)", "invalid or unsupported Perl syntax: `(?=`"],
  ["a backreference", String.raw`(a)\1`, String.raw`invalid escape sequence: ${"`"}\1${"`"}`],
  ["5,000 groups in each other", "(".repeat(5000) + ")".repeat(5000), "expression nests too deeply"],
  ["a count that multiplies", "((a{100}){100}){100}", "invalid repeat count: `{100}`"],
])("says what is wrong with %s", (_, source, problem) => {
  expect(() => compileLinearRegex(source)).toThrow(new SyntaxError(problem));
});

// JavaScript's own engine needs longer than anyone can wait for each of these.
test.each([
  ["(a+)+$", `${"a".repeat(100_000)}!`],
  ["(a|a)*b", "a".repeat(100_000)],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a".repeat(100_000)],
  ["(?<x>.*)(?<y>.*)(?<z>.*)[^a]$", "a".repeat(100_000)],
])("gives up %s on 100 kB soon", (source, text) => {
  const regex = compileLinearRegex(source);

  expect(regex.test(text)).toBe(false);
  expect(regex.groups(text)).toBeUndefined();
});
