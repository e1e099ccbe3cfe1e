import { describe, expect, test } from "vitest";
import type { AwsError } from "../../../core/aws-error.ts";
import { compilePattern } from "./index.ts";

function errorOf(text: string): AwsError {
  try {
    compilePattern(text);
  } catch (error) {
    return error as AwsError;
  }
  throw new Error(`Compiled an invalid pattern: ${text}`);
}

function at(text: string, column: number, line = 1): string {
  return `\n at [Source: (String)"${text}"; line: ${line}, column: ${column}]`;
}

/** A field's array, and the reason without its location. */
const badValues: [values: string, reason: string][] = [
  ["[]", "Empty arrays are not allowed"],
  ["{}", "Empty objects are not allowed"],
  ['"a"', '"f" must be an object or an array'],
  ["null", '"f" must be an object or an array'],
  ['[["a"]]', "Match value must be String, number, true, false, or null"],
  ["[{}]", "Match expression name not found"],
  ['[{"regex": "a"}]', "Unrecognized match type regex"],
  ['[{"Prefix": "a"}]', "Unrecognized match type Prefix"],
  ['[{"toString": "a"}]', "Unrecognized match type toString"],
  ['[{"exactly": 1}]', "exact match pattern must be a string"],
  ['[{"prefix": "a", "suffix": "b"}]', "Only one key allowed in match expression"],
  ['[{"prefix": null}]', "prefix match pattern must be a string"],
  ['[{"prefix": {"wildcard": "a"}}]', "Unsupported prefix pattern: wildcard"],
  ['[{"prefix": {}}]', "Prefix expression name not found"],
  ['[{"prefix": {"equals-ignore-case": ["a"]}}]', "equals-ignore-case match pattern must be a string"],
  ['[{"prefix": {"equals-ignore-case": "a", "b": 1}}]', "Only one key allowed in match expression"],
  ['[{"suffix": ["a"]}]', "suffix match pattern must be a string"],
  ['[{"suffix": {"prefix": "a"}}]', "Unsupported suffix pattern: prefix"],
  ['[{"suffix": {}}]', "Suffix expression name not found"],
  ['[{"equals-ignore-case": 1}]', "equals-ignore-case match pattern must be a string"],
  ['[{"anything-but": null}]', "Value of anything-but must be an array or single string/number value."],
  ['[{"anything-but": true}]', "Value of anything-but must be an array or single string/number value."],
  ['[{"anything-but": [null]}]', "Inside anything but list, start|null|boolean is not supported."],
  [
    '[{"anything-but": ["a", 1]}]',
    "Inside anything but list, either all values are number or string, mixed type is not supported",
  ],
  [
    '[{"anything-but": []}]',
    "Inside anything but list, either all values are number or string, mixed type is not supported",
  ],
  ['[{"anything-but": {"numeric": ["=", 1]}}]', "Unsupported anything-but pattern: numeric"],
  ['[{"anything-but": {}}]', "Anything-But expression name not found"],
  ['[{"anything-but": {"prefix": ""}}]', "Null prefix/suffix not allowed"],
  ['[{"anything-but": {"suffix": ["a", ""]}}]', "Null prefix/suffix not allowed"],
  ['[{"anything-but": {"suffix": 1}}]', "prefix/suffix match pattern must be a string"],
  ['[{"anything-but": {"wildcard": [1]}}]', "wildcard match pattern must be a string"],
  ['[{"anything-but": {"prefix": "a", "suffix": "b"}}]', "Too many elements in numeric expression"],
  ['[{"anything-but": 6000000000}]', "Value must be between -5.0E9 and 5.0E9, inclusive"],
  ['[{"numeric": 5}]', "Value of numeric must be an array."],
  ['[{"numeric": []}]', "Invalid member in numeric match: ]"],
  ['[{"numeric": [5]}]', "Invalid member in numeric match: 5"],
  ['[{"numeric": ["==", 5]}]', "Unrecognized numeric range operator: =="],
  ['[{"numeric": ["=", "5"]}]', "Value of equals must be numeric"],
  ['[{"numeric": [">"]}]', "Value of > must be numeric"],
  ['[{"numeric": ["=", 5, "<", 6]}]', "Too many elements in numeric expression"],
  ['[{"numeric": ["<", 5, ">", 1]}]', "Too many elements in numeric expression"],
  ['[{"numeric": [">", 1, 5]}]', "Bad value in numeric range: 5"],
  ['[{"numeric": [">", 1, "=", 5]}]', "Bad numeric range operator: ="],
  ['[{"numeric": [">", 1, "<", 5, "<", 6]}]', "Too many terms in numeric range expression"],
  ['[{"numeric": [">", 5, "<", 5]}]', "Bottom must be less than top"],
  ['[{"numeric": [">", 5000000001]}]', "Value must be between -5.0E9 and 5.0E9, inclusive"],
  ['[{"numeric": ["=", -1e10]}]', "Value must be between -5.0E9 and 5.0E9, inclusive"],
  ['[{"numeric": ["=", 0.1234567]}]', "Only values upto 6 decimals are supported"],
  ['[{"exists": "true"}]', "exists match pattern must be either true or false."],
  ['[{"exists": true, "prefix": "a"}]', "Only one key allowed in match expression"],
  ['[{"cidr": 10}]', "prefix match pattern must be a string"],
  ['[{"cidr": "10.0.0.0"}]', "Malformed CIDR, one '/' required"],
  ['[{"cidr": "10.0.0.0/x"}]', "Malformed CIDR, mask bits must be an integer"],
  ['[{"cidr": "10.0.0.0/-1"}]', "Malformed CIDR, mask bits must not be negative"],
  ['[{"cidr": "10.0.0.0/32"}]', "IPv4 mask bits must be < 32"],
  ['[{"cidr": "2001:db8::/128"}]', "IPv6 mask bits must be < 128"],
  ['[{"cidr": "xx.11.xx/8"}]', "Nonstandard IP address: xx.11.xx"],
  ['[{"cidr": "xxxx:db8::/56"}]', "Nonstandard IP address: xxxx:db8::"],
  ['[{"wildcard": 1}]', "wildcard match pattern must be a string"],
  ['[{"wildcard": "a**b"}]', "Consecutive wildcard characters at pos 2"],
  ['[{"wildcard": "a\\\\b"}]', "Invalid escape character at pos 2"],
];

test.each(badValues)("refuses %s: %s", (values, reason) => {
  const { code, message } = errorOf(`{"f": ${values}}`);

  expect(code).toBe("InvalidEventPatternException");
  expect(message.split("\n")[0]).toBe(`Event pattern is not valid. Reason: ${reason}`);
});

/** Whole messages seen on AWS: the column is where AWS's parser stopped. */
const located: [text: string, reason: string, column: number][] = [
  ['{"int": 42}', '"int" must be an object or an array', 11],
  ['{"string": "my-value"}', '"string" must be an object or an array', 13],
  ['{"resources": []}', "Empty arrays are not allowed", 17],
  ['{"my_key": [{"EXISTS": true}]}', "Unrecognized match type EXISTS", 28],
  ['{"detail": {"equal": [{"NUMERIC": ["=", 5]}]}}', "Unrecognized match type NUMERIC", 36],
  ['{"detail": {"c-count": [{"numeric": [">", 0, ">", 0]}]}}', "Bad numeric range operator: >", 49],
  ['{"detail": {"c-count": [{"numeric": [">", 0, "<"]}]}}', "Value of < must be numeric", 50],
  ['{"time": [{"prefix": 123}]}', "prefix match pattern must be a string", 25],
  ['{"time": [{"prefix": ["2022-07-13"]}]}', "prefix match pattern must be a string", 23],
  ['{"detail": {"sourceIPAddress": [{"cidr": ["bad-type"]}]}}', "prefix match pattern must be a string", 43],
  [
    '{"detail-type":["dual"],"detail":{"delaySeconds":[{"exists":"false"}]}}',
    "exists match pattern must be either true or false.",
    62,
  ],
  ['["not", "a", "dict", "but valid json"]', "Filter is not an object", 2],
  ["{'bad': 'quotation'}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name", 2],
  [
    '{"not": closed mark"',
    "Unrecognized token 'closed': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    15,
  ],
  [
    "this is no JSON",
    "Unrecognized token 'this': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    5,
  ],
];

test.each(located)("refuses %s: %s, column %i", (text, reason, column) => {
  expect(errorOf(text).message).toBe(`Event pattern is not valid. Reason: ${reason}${at(text, column)}`);
});

describe("error locations", () => {
  test("have a line and a column", () => {
    const text = '{\n  "source": ["a"],\n  "detail": {\n    "slug": "b"\n  }\n}';

    expect(errorOf(text).message).toContain('"slug" must be an object or an array');
    expect(errorOf(text).message).toContain("; line: 4, column: 14]");
  });

  test("are repeated for an error in a list of anything-but, as on AWS", () => {
    const text = '{"detail": {"state": [{"anything-but": {"prefix": [123, "test"]}}]}}';

    expect(errorOf(text).message).toBe(
      `Event pattern is not valid. Reason: prefix/suffix match pattern must be a string${at(text, 55).repeat(2)}`,
    );
  });

  test("show no more than 500 characters of the pattern", () => {
    const text = `{"a": ["${"x".repeat(600)}"], "b": 1}`;

    expect(errorOf(text).message).toContain(
      `"[truncated ${text.length - 500} chars]; line: 1, column: ${text.length}]`,
    );
  });

  test("are missing for an invalid CIDR", () => {
    expect(errorOf('{"ip": [{"cidr": "10"}]}').message).not.toContain("Source");
  });
});

/** Invalid JSON, and the parser's reason. */
const badJson: [text: string, reason: string][] = [
  ["", "Filter is not an object"],
  [
    "{",
    'Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)"{"; line: 1, column: 1])',
  ],
  ['{"a": [1', "Unexpected end-of-input: expected close marker for Array"],
  ['{"a": ["b', "Unexpected end-of-input in VALUE_STRING"],
  ['{"a', "Unexpected end-of-input in field name"],
  ['{"a": [1],}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name"],
  [
    '{"a": [1,]}',
    "Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  ],
  ['{"a": [1 2]}', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
  ['{"a": [1] "b": [2]}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"],
  ['{"a" [1]}', "Unexpected character ('[' (code 91)): was expecting a colon to separate field name and value"],
  ['{"a": [1}', "Unexpected close marker '}': expected ']' (for Array starting at"],
  ['{"a": [01]}', "Invalid numeric value: Leading zeroes not allowed"],
  ['{"a": ["\\q"]}', "Unrecognized character escape 'q' (code 113)"],
  ['{"a": ["b\nc"]}', "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash"],
];

test.each(badJson)("refuses invalid JSON %j: %s", (text, reason) => {
  expect(errorOf(text).message).toContain(`Event pattern is not valid. Reason: ${reason}`);
});

describe("$or that is invalid as an operator and as a name", () => {
  test.each([
    ['{"$or": "a"}', "It must be an Array followed with $or."],
    ['{"$or": [{"a": [1]}]}', "There must have at least 2 Objects in $or relationship."],
    ['{"$or": [{"a": [1]}, "b"]}', "Only JSON object is allowed in array of $or relationship."],
    ['{"$or": [{"a": [1]}, {}]}', "Empty objects are not allowed"],
    ['{"$or": [{"a": [1]}, {"exists": [1]}]}', "exists is Ruler reserved fieldName which cannot be used inside $or."],
  ])("refuses %s: %s", (text, reason) => {
    expect(errorOf(text).message).toContain(`Event pattern is not valid. Reason: ${reason}`);
  });

  test("refuses too many combinations", () => {
    const either = '"$or": [{"a": [1]}, {"b": [1]}]';

    expect(errorOf(`{${Array(11).fill(either).join()}}`).message).toContain("$or makes more than 1000 combinations");
  });
});

describe("length", () => {
  test("accepts a pattern of 4096 characters", () => {
    const text = `{"a": ["${"x".repeat(4096 - 11)}"]}`;

    expect(compilePattern(text).text).toHaveLength(4096);
  });

  test("refuses a longer pattern before parsing it", () => {
    const { code, message } = errorOf("x".repeat(4097));

    expect(code).toBe("ValidationException");
    expect(message).toContain(
      "at 'eventPattern' failed to satisfy constraint: Member must have length less than or equal to 4096",
    );
  });
});

describe("wildcard complexity", () => {
  const fields = (...wildcards: string[]) => JSON.stringify({ key: wildcards.map((wildcard) => ({ wildcard })) });

  test.each([
    [fields("*:*:*:*:*:event-bus/*")],
    [fields("*/datasync/*.bif", "*/datasync/*.tif", "*/datasync/*.tiff", "*/datasync/*.svs")],
    [fields("*:stack/A/*", "*:stack/B/*", "*:stack/C/*", "*:stack/D/*")],
    [fields("*aaaaaaaaaaaaaaaaaaaa")],
  ])("refuses %s", (text) => {
    expect(errorOf(text).message).toBe(
      "Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters or " +
        "fewer repeating character sequences after a wildcard character",
    );
  });

  test.each([
    [fields("arn:aws:events:us-east-1:*:event-bus/*")],
    [fields("*/datasync/*.bif", "*/datasync/*.tif")],
    [fields("*:stack/A/*", "*:stack/B/*", "*:stack/C/*")],
    [fields("*.bif", "*.tiff", "*.tif", "*.svs")],
    [JSON.stringify({ a: [{ wildcard: "*a*b*c*" }], b: [{ wildcard: "*a*b*c*" }], c: [{ wildcard: "*a*b*c*" }] })],
  ])("accepts %s", (text) => {
    expect(() => compilePattern(text)).not.toThrow();
  });
});
