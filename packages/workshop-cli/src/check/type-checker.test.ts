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
    "a property instead of its resource",
    "interface Bus { a: 1; b: 1 }\ninterface Output<T> { of: T }\ndeclare const name: Output<string>;\nexport const bus: Bus = name;",
    4,
    "from type 'Bus'",
    "the Bus itself",
  ],
  [
    "a list instead of one value",
    "type Input<T> = T | Promise<T>;\nexport const arn: Input<string> = ['a'];",
    2,
    "'Input<string>'",
    "one value",
  ],
  ["a text without quotes", "export const a = { name: AircraftBookingBus };", 1, "'AircraftBookingBus'", "in quotes"],
  ["an expression without quotes", "export const a = { ConditionExpression: exists(b) };", 1, "'exists'", "in quotes"],
  [
    "a function instead of its result",
    "const f = () => 'a';\nexport const b: string = f;",
    2,
    "'() => string'",
    "call it",
  ],
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
    "an event where its consumer belongs",
    "class ServiceFunction { role = 1; log = 2 }\ninterface Contract<T> { example: T }\n" +
      "declare const event: Contract<1>;\nexport const to: ServiceFunction[] = [event];",
    4,
    "'ServiceFunction'",
    "the function that handles the event",
  ],
  [
    "AWS's names instead of Pulumi's",
    "interface Delivery { retryPolicy?: object }\ninterface Changes { delivery?(name: string): Delivery }\n" +
      "export const changes: Changes = {\n  delivery(name) {\n    return { RetryPolicy: { MaximumRetryAttempts: name } };\n  },\n};",
    4,
    "has no properties in common with type 'Delivery'",
    "begin with a small letter",
  ],
  [
    "a whole statement where an entry belongs",
    "interface Permission { Action: string }\n" +
      'export const entry: Permission = { Effect: "Allow", Action: "dynamodb:PutItem" };',
    2,
    "'Effect' does not exist in type 'Permission'",
    "no Effect",
  ],
  [
    "a resource where its ARN belongs, after an action with a colon",
    "class Table { a = 1 }\ndeclare const seats: Table;\ninterface Entry { Action: string; Resource: string }\n" +
      'export const entry: Entry = { Action: "dynamodb:PutItem", Resource: seats };',
    4,
    "'Table'",
    "seats.arn",
  ],
  [
    "a value without its object",
    "type Input<T> = T | Promise<T>;\nclass OnFailure { a = { b: 1 } }\ndeclare const destination: Input<string>;\n" +
      "export const a: { onFailure: Input<OnFailure> } = { onFailure: destination };",
    4,
    "'Input<OnFailure>'",
    "an object",
  ],
  [
    "a resource where its ARN belongs",
    "interface Output<T> { apply(): T; get(): T }\nclass Queue { a = 1 }\n" +
      "declare function wait(arn: Output<string>): void;\nwait(new Queue());",
    4,
    "'Queue'",
    "usually its name or its ARN",
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

const aws = 'import * as aws from "@pulumi/aws";\n';
const messagesOf = (text: string) => checker.check([path], new Map([[path, text]])).map(({ message }) => message);

test.each([
  [
    "a service that no file has used before",
    `${aws}new aws.kinesis.Stream("s", { shardCount: "x" });`,
    /string.*number/,
  ],
  ["the arguments of such a service", `${aws}new aws.kms.Key("k", { description: 1 });`, /number.*string/],
  [
    "a service imported by its name",
    'import { sfn } from "@pulumi/aws";\nnew sfn.Activity("a", { name: 1 });',
    /number/,
  ],
  [
    "a service's own module",
    'import * as efs from "@pulumi/aws/efs/index.js";\nnew efs.FileSystem("f", { tags: 1 });',
    /number/,
  ],
  [
    "a nested argument",
    `${aws}new aws.batch.JobQueue("q", { state: "ENABLED", priority: 1, jobStateTimeLimitActions: [{ action: 1 }] });`,
    /number.*string/,
  ],
  [
    "an input type",
    `${aws}export const a: aws.types.input.mq.BrokerUser = { username: 1, password: "p" };`,
    /number.*string/,
  ],
])("checks %s", (_, text, message) => {
  expect(messagesOf(text)).toEqual([expect.stringMatching(message)]);
});

test("accepts a program that uses such services as they are meant", () => {
  const program = 'new aws.kinesis.Stream("s", { shardCount: 1, streamModeDetails: { streamMode: "PROVISIONED" } });';

  expect(messagesOf(`${aws}${program}`)).toEqual([]);
});

test("says which service does not exist", () => {
  expect(messagesOf(`${aws}new aws.eventbridge.EventBus("b");`)).toEqual([expect.stringContaining("'eventbridge'")]);
});

test("names the property of a function's result, and takes it for no JSON string", () => {
  const result = "{ on?: boolean; and?: string; also?: string; so?: string; too?: string }";
  const text = `export const f: (name: string) => ${result} = (name) => (name ? { on: "true" } : {});`;
  const [[fault]] = checker.checkVariants([{ path, text }]) as [[ReturnType<TypeChecker["check"]>[number]]];

  expect(fault).toMatchObject({ message: expect.stringContaining("'on'"), hint: undefined });
});
