import { expect, test } from "vitest";
import { root } from "../root.ts";
import { TypeChecker } from "./type-checker.ts";

const path = "services/environment.ts";
const checker = new TypeChecker(root);

test("finds no error in a correct file", () => {
  expect(checker.check([path])).toEqual([]);
});

test.each([
  ["a misspelled name", "export const a = enviroment;", 1, "Cannot find name 'enviroment'", "spelled"],
  [
    "a syntax error, without the type errors that it causes",
    "export const a = {\n  b: 1\n  c: undefinedName\n};",
    3,
    "',' expected",
    "missing",
  ],
  ["a key with a hyphen", "export const a = { detail-type: 1 };", 1, "',' expected", '"detail-type"'],
  [
    "a promise that is not awaited",
    "async function f() {}\nexport function g() {\n  f();\n}",
    3,
    "f(…) is not awaited",
    "await",
  ],
  [
    "a promise used as its result",
    "async function f() {\n  return { a: 1 };\n}\nexport const b = f().a;",
    4,
    "'a' does not exist on type 'Promise<",
    "await",
  ],
  [
    "one item where a list belongs",
    "interface One { a: 1 }\ndeclare const one: One;\nexport const b: One[] = one;",
    3,
    "'One[]'",
    "[ ]",
  ],
  [
    "a value that may be undefined",
    "declare const a: { b?: string[] };\nexport const c = a.b.length;",
    2,
    "possibly 'undefined'",
    "?.",
  ],
  [
    "a function's property, read from its ServiceFunction",
    "class ServiceFunction {}\nexport const arn = new ServiceFunction().arn;",
    2,
    "'arn' does not exist",
    ".function.arn",
  ],
  [
    "an object where a schema belongs",
    "interface ZodType { parse: 1 }\nexport const a: ZodType = { row: 1 };",
    2,
    "'row' does not exist",
    "z.object",
  ],
  [
    "a result for one of two cases",
    "export const f: (a: boolean) => object = (a) => a && { b: 1 };",
    1,
    "is not assignable to type 'object'",
    "&&",
  ],
  ["a result without return", "export function f(): string {\n  `a`;\n}", 1, "must return a value", "return"],
])("explains what is wrong, where, and what to do: %s", (_, text, line, message, hint) => {
  const [[fault]] = checker.checkVariants([{ path, text }]) as [[ReturnType<TypeChecker["check"]>[number]]];

  expect(fault).toMatchObject({ file: path, line });
  expect(fault.message).toContain(message);
  expect(fault.hint).toContain(hint);
});

test.each(["await f();", "void f();", "const p = f();\n  await p;", "return f();"])("accepts %j as awaited", (line) => {
  const text = `async function f() {}\nexport async function g() {\n  ${line}\n}`;

  expect(checker.checkVariants([{ path, text }])).toEqual([[]]);
});

test("replaces a file's content for one call only", () => {
  expect(checker.check([path], new Map([[path, "export const a: string = 1;"]]))).toHaveLength(1);
  expect(checker.check([path])).toEqual([]);
});

test("names the property of a function's result, and takes it for no JSON string", () => {
  const result = "{ on?: boolean; and?: string; also?: string; so?: string; too?: string }";
  const text = `export const f: (name: string) => ${result} = (name) => (name ? { on: "true" } : {});`;
  const [[fault]] = checker.checkVariants([{ path, text }]) as [[ReturnType<TypeChecker["check"]>[number]]];

  expect(fault).toMatchObject({ message: expect.stringContaining("'on'"), hint: undefined });
});
