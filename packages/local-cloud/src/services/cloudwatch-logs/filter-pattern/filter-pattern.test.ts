import { describe, expect, it } from "vitest";
import { compileFilterPattern } from "./index.ts";

/** Follows "Filter pattern syntax for metric filters, subscription filters, filter log events, and Live Tail". */
describe("terms", () => {
  it.each([
    ["", ["anything", ""], []],
    ["ERROR", ["[ERROR 400] BAD REQUEST"], ["error", "ERRO"]],
    ["ERROR ARGUMENTS", ["ERROR: INVALID ARGUMENTS", "ARGUMENTS ERROR"], ["ERROR", "ARGUMENTS"]],
    ["?ERROR ?WARN", ["ERROR", "a WARNing"], ["INFO"]],
    ["ERROR -WARN", ["ERROR"], ["ERROR WARN", "INFO"]],
    ["-WARN", ["ERROR"], ["WARN"]],
    ['"bad request"', ["a bad request"], ["bad", "request bad", "bad  request"]],
    ['"a \\"quoted\\" word"', ['a "quoted" word'], ["a quoted word"]],
    ['-"time out" ?a', ["b"], ["a time out"]],
    ["%ERR[0-9]+%", ["ERR12"], ["ERR", "err1"]],
  ])("%s", expectPattern);
});

describe("JSON", () => {
  const event = JSON.stringify({
    source: "aircraft.payment",
    detail: { bookingId: "B123", amount: 300, ok: true, reason: null, items: [{ seat: "12A" }, { seat: "12B" }] },
  });

  it.each([
    ['{ $.source = "aircraft.payment" }', true],
    ["{ $.source = aircraft.payment }", true],
    ['{ $.source = "aircraft.*" }', true],
    ['{ $.source = "*payment" }', true],
    ['{ $.source = "aircraft" }', false],
    ["{ $.source = %^aircraft[.]% }", true],
    ['{ $.source != "aircraft.ticket" }', true],
    ['{ $.missing != "x" }', false],
    ["{ $.detail.amount = 300 }", true],
    ["{ $.detail.amount = 3e2 }", true],
    ["{ $.detail.amount >= 300.0 }", true],
    ["{ $.detail.amount < 300 }", false],
    ["{ $.detail.bookingId > 1 }", false],
    ["{ $.detail.ok IS TRUE }", true],
    ["{ $.detail.ok IS FALSE }", false],
    ["{ $.detail.reason IS NULL }", true],
    ["{ $.detail.missing IS NULL }", false],
    ["{ $.detail.missing NOT EXISTS }", true],
    ["{ $.detail.reason NOT EXISTS }", false],
    ['{ $.detail.items[1].seat = "12B" }', true],
    ['{ $.detail.items[2].seat = "12B" }', false],
    ['{ $.detail.items[*].seat = "12B" }', true],
    ["{ $['source'] = aircraft.payment }", true],
    ['{ $.source = "x" || $.detail.amount > 1 && $.detail.ok IS TRUE }', true],
    ['{ ($.source = "x" || $.detail.amount > 1) && $.detail.ok IS FALSE }', false],
    ['{($.detail.bookingId="B123")&&($.detail.amount>1)}', true],
  ])("%s: %s", (pattern, matches) => {
    expect(compileFilterPattern(pattern).matches(event)).toBe(matches);
  });

  it("does not match a message that is not JSON", () => {
    expect(compileFilterPattern("{ $.a NOT EXISTS }").matches("START RequestId")).toBe(false);
    expect(compileFilterPattern("{ $.a NOT EXISTS }").matches("{broken")).toBe(false);
  });
});

describe("the text that every match contains is", () => {
  it.each([
    ['{ $.detail.bookingId = "B123" }', "B123"],
    ['{ ($.a > 1) && ($.detail.bookingId = B123) && $.b = "c" }', "B123"],
    ['{ $.a = "B123" || $.b = "C" }', undefined],
    ['{ $.a = "B*" }', undefined],
    ['{ $.a != "B123" }', undefined],
    ["{ $.a = 1.0 }", undefined],
    ["{ $.a = %B1% }", undefined],
    ['{ $.a = "a/b" }', undefined],
    ['{ $.a = "ä" }', undefined],
    ["B123", undefined],
  ])("%s: %s", (pattern, literal) => {
    expect(compileFilterPattern(pattern).literal).toBe(literal);
  });
});

describe("an invalid pattern is refused", () => {
  it.each([
    ["bookingId:B123", "Invalid character(s) in term 'bookingId:B123'"],
    ['"open', "Invalid character(s) in term '\"open'"],
    ["[ip, user]", "space-delimited patterns in square brackets are not supported"],
    ["{ $.a = 1", "expected '}' but found 'the end'"],
    ["{ a = 1 }", "expected a selector such as $.detail but found 'a'"],
    ["{ $.a ~ 1 }", "'~' is not an operator"],
    ['{ $.a > "x" }', "'>' compares numbers"],
    ["{ $.a IS EMPTY }", "IS takes NULL, TRUE or FALSE, not 'EMPTY'"],
    ["{ $.a = 1 } x", "unexpected 'x' after '}'"],
  ])("%s", (pattern, message) => {
    expect(() => compileFilterPattern(pattern)).toThrow(`Invalid filter pattern: ${message}`);
  });
});

function expectPattern(pattern: string, matching: string[], other: string[]) {
  const { matches } = compileFilterPattern(pattern);
  for (const message of matching) expect(matches(message), `should match: ${message}`).toBe(true);
  for (const message of other) expect(matches(message), `should not match: ${message}`).toBe(false);
}
