import { describe, expect, test } from "vitest";
import { compilePattern, matches } from "./index.ts";

/** A field's array in a pattern, values that it matches, and near misses. */
type Case = [name: string, values: unknown[], matching: unknown[], notMatching: unknown[]];

const cases: Case[] = [
  [
    "a string",
    ["BookingCreated"],
    ["BookingCreated", ["x", "BookingCreated"]],
    ["bookingcreated", "BookingCreated ", ""],
  ],
  ["the empty string", [""], [""], [null, " ", []]],
  ["one of several strings", ["SUCCESS", "FAILED"], ["FAILED", ["OTHER", "SUCCESS"]], ["PENDING"]],
  ["a number in any notation", [300], [300, 300.0, 3e2], ["300", 300.5, 30]],
  ["a number in exponent form", [3.018e2], [301.8], [301]],
  ["an account number, too large to compare", [123456789012], [123456789012], [123456789013, "123456789012"]],
  ["null", [null], [null], ["null", 0, false, "", []]],
  ["true", [true], [true], ["true", 1, false]],
  ["false", [false], [false], ["false", 0, null]],
  ["an IPv6 address in any spelling", ["2001:db8::1"], ["2001:db8::1", "2001:0DB8:0:0:0:0:0:1"], ["2001:db8::2"]],
  ["exactly", [{ exactly: "a" }], ["a"], ["A", "ab"]],

  ["prefix", [{ prefix: "FLIGHT" }], ["FLIGHT001", "FLIGHT", ["x", "FLIGHT2"]], ["flight001", "MYFLIGHT", 1, null]],
  ["an empty prefix", [{ prefix: "" }], ["", "a"], [1, null, true]],
  ["prefix, ignoring case", [{ prefix: { "equals-ignore-case": "FLight" } }], ["flIGHT001"], ["MYFLIGHT", 1]],
  ["suffix", [{ suffix: ".png" }], ["a.png", ".png"], ["a.PNG", "a.png ", 1]],
  ["suffix, ignoring case", [{ suffix: { "equals-ignore-case": ".pNg" } }], ["a.PnG"], ["a.jpg", null]],
  ["equals-ignore-case", [{ "equals-ignore-case": "Seat12A" }], ["SEAT12a", "seat12a"], ["seat12", "seat12ab", 12]],

  ["anything-but a string", [{ "anything-but": "a" }], ["b", 1, null, true, ["a", "b"]], ["a", ["a"], [], {}]],
  ["anything-but a number", [{ "anything-but": 300 }], [301, "300", null], [300, 3e2, [300, 300.0]]],
  ["anything-but zero", [{ "anything-but": 0 }], [1, false, ""], [0]],
  ["anything-but strings", [{ "anything-but": ["a", "b"] }], ["c", null, 5], ["a", "b"]],
  ["anything-but numbers", [{ "anything-but": [1, 2.5] }], [2, "1"], [1, 2.5]],
  ["anything-but a prefix", [{ "anything-but": { prefix: "a" } }], ["ba", 1, null], ["a", "ab"]],
  ["anything-but prefixes", [{ "anything-but": { prefix: ["a", "b"] } }], ["c", "A"], ["ab", "ba"]],
  ["anything-but a suffix", [{ "anything-but": { suffix: ".txt" } }], ["a.png", 1], ["a.txt"]],
  ["anything-but suffixes", [{ "anything-but": { suffix: [".txt", ".md"] } }], ["a.TXT"], ["a.txt", "b.md"]],
  ["anything-but, ignoring case", [{ "anything-but": { "equals-ignore-case": "A" } }], ["b", 1, null], ["a", "A"]],
  [
    "anything-but several, ignoring case",
    [{ "anything-but": { "equals-ignore-case": ["a", "B"] } }],
    ["c"],
    ["A", "b"],
  ],
  ["anything-but a wildcard", [{ "anything-but": { wildcard: "*/lib/*" } }], ["a/bin/b", 1], ["a/lib/b"]],
  ["anything-but wildcards", [{ "anything-but": { wildcard: ["*.txt", "a*"] } }], ["b.png"], ["b.txt", "a.png"]],

  ["numeric =", [{ numeric: ["=", 5] }], [5, 5.0, [1, 5]], [5.000001, "5", null]],
  ["numeric <", [{ numeric: ["<", 5] }], [4.999999, -5e9], [5, "4"]],
  ["numeric <=", [{ numeric: ["<=", 5] }], [5, 4], [5.000001]],
  ["numeric >", [{ numeric: [">", 5] }], [5.000001, 5e9], [5, 5e9 + 1]],
  ["numeric >=", [{ numeric: [">=", 5] }], [5], [4.999999]],
  ["a numeric range", [{ numeric: [">", 0, "<=", 5] }], [0.000001, 5], [0, 5.000001, "3", null, true]],
  ["numeric and a value with more than six decimals", [{ numeric: [">", 0] }], [0.123456], [0.1234567]],

  ["exists", [{ exists: true }], ["", 0, null, false, [1], [{}, "x"]], [[], {}, { a: 1 }, undefined, [{}]]],
  ["exists false", [{ exists: false }], [undefined, [], {}, { a: 1 }], ["", 0, null, [1]]],
  ["a value or nothing", ["x", { exists: false }], ["x", undefined, {}], ["y", null]],

  [
    "cidr v4",
    [{ cidr: "10.0.0.0/24" }],
    ["10.0.0.0", "10.0.0.255"],
    ["10.0.1.0", "9.255.255.255", "10.0.0", "::a00:0", 10],
  ],
  ["cidr from any address in the block", [{ cidr: "10.0.0.77/24" }], ["10.0.0.1"], ["10.0.1.1"]],
  ["cidr of all IPv4 addresses", [{ cidr: "0.0.0.0/0" }], ["255.255.255.255"], ["256.0.0.0", "::"]],
  ["cidr v6", [{ cidr: "2001:db8:1234:1a00::/56" }], ["2001:db8:1234:1aff::1"], ["2001:db8:1234:1b00::1", "10.0.0.1"]],

  ["wildcard", [{ wildcard: "a*c" }], ["ac", "abc", "a*c", "abcc"], ["abcd", "bac", "a", "c", 1]],
  ["wildcard without an asterisk", [{ wildcard: "abc" }], ["abc"], ["abcd"]],
  ["wildcard with a repeated part", [{ wildcard: "*ab*ab*" }], ["abab", "xabyabz"], ["aba", "ab"]],
  ["wildcard whose parts may not overlap", [{ wildcard: "aba*aba" }], ["abaaba"], ["aba", "ababa"]],
  ["escaped asterisk", [{ wildcard: "a\\*b" }], ["a*b"], ["axb", "a\\*b"]],
  ["escaped backslash", [{ wildcard: "a\\\\*" }], ["a\\b", "a\\"], ["a*", "ab"]],

  ["any of several operators", [{ prefix: "a" }, { numeric: [">", 5] }, "z"], ["ab", 6, "z"], ["b", 5]],
];

describe.each(cases)("%s", (_name, values, matching, notMatching) => {
  const pattern = compilePattern(JSON.stringify({ detail: { field: values } }));

  test.each(matching.map((value) => [value]))("matches %j", (value) => {
    expect(matches(pattern, { detail: { field: value } })).toBe(true);
  });

  test.each(notMatching.map((value) => [value]))("does not match %j", (value) => {
    expect(matches(pattern, { detail: { field: value } })).toBe(false);
  });
});
