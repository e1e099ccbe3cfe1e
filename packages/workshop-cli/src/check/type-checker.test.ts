import { expect, test } from "vitest";
import { root } from "../root.ts";
import { TypeChecker } from "./type-checker.ts";

const path = "services/environment.ts";
const checker = new TypeChecker(root);

test("finds nothing wrong with a file that is in order", () => {
  expect(checker.check([path])).toEqual([]);
});

test.each([
  ["a misspelt name", "export const a = enviroment;", 1, "Cannot find name 'enviroment'", "spelt"],
  [
    "a syntax error, and no types beside it",
    "export const a = {\n  b: 1\n  c: undefinedName\n};",
    3,
    "',' expected",
    "missing",
  ],
  ["a key with a hyphen", "export const a = { detail-type: 1 };", 1, "',' expected", '"detail-type"'],
  [
    "a promise that nobody waits for",
    "async function f() {}\nexport function g() {\n  f();\n}",
    3,
    "Nobody waits for f(…)",
    "await",
  ],
  [
    "a promise that is taken for its answer",
    "async function f() {\n  return { a: 1 };\n}\nexport const b = f().a;",
    4,
    "'a' does not exist on type 'Promise<",
    "await",
  ],
  [
    "one where a list belongs",
    "interface One { a: 1 }\ndeclare const one: One;\nexport const b: One[] = one;",
    3,
    "'One[]'",
    "[ ]",
  ],
  [
    "what may be missing",
    "declare const a: { b?: string[] };\nexport const c = a.b.length;",
    2,
    "possibly 'undefined'",
    "?.",
  ],
  [
    "a function's property, asked of the ServiceFunction around it",
    "class ServiceFunction {}\nexport const arn = new ServiceFunction().arn;",
    2,
    "'arn' does not exist",
    ".function.arn",
  ],
  ["a result without return", "export function f(): string {\n  `a`;\n}", 1, "must return a value", "return"],
])("says what is wrong, where, and what to do: %s", (_, text, line, message, hint) => {
  const [[fault]] = checker.checkVariants([{ path, text }]) as [[ReturnType<TypeChecker["check"]>[number]]];

  expect(fault).toMatchObject({ file: path, line });
  expect(fault.message).toContain(message);
  expect(fault.hint).toContain(hint);
});

test.each(["await f();", "void f();", "const p = f();\n  await p;", "return f();"])(
  "takes %j for waited for",
  (line) => {
    const text = `async function f() {}\nexport async function g() {\n  ${line}\n}`;

    expect(checker.checkVariants([{ path, text }])).toEqual([[]]);
  },
);

test("reads a text in place of a file for one question alone", () => {
  expect(checker.check([path], new Map([[path, "export const a: string = 1;"]]))).toHaveLength(1);
  expect(checker.check([path])).toEqual([]);
});
