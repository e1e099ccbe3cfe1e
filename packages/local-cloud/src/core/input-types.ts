import { createRequire } from "node:module";
import { isJsonObject } from "./json-object.ts";
import type { ServiceName } from "./service.ts";

const require = createRequire(import.meta.url);

/** The SDK's clients for each service's operations. */
const clients: Readonly<Record<ServiceName, readonly string[]>> = {
  events: ["eventbridge"],
  lambda: ["lambda"],
  dynamodb: ["dynamodb", "dynamodb-streams"],
  sqs: ["sqs"],
  sns: ["sns"],
  logs: ["cloudwatch-logs"],
  monitoring: ["cloudwatch"],
  iam: ["iam"],
  sts: ["sts"],
  scheduler: ["scheduler"],
  pipes: ["pipes"],
};

/** Services whose input comes as a form, in which every plain value is a string. */
const forms: ReadonlySet<string> = new Set(["iam", "sns", "sts"]);

/**
 * A type as the SDK's clients carry it (@smithy/core/schema): a number for a plain type; 64 or 128 more for a list or a map of
 * one; a function that returns it; an array that begins with a number for a list (1), a map (2), a structure (3), a union (4)
 * or an operation (9); or an array of a type and its traits.
 */
export type Schema = number | (() => Schema) | readonly unknown[];

/** The schema of an operation's input; undefined if the SDK does not know it. */
export function inputSchema(service: ServiceName, operation: string): Schema | undefined {
  for (const client of clients[service]) {
    const schema = schemasOf(client)[`${operation}$`]?.[4];
    if (schema !== undefined) return schema as Schema;
  }
  return undefined;
}

/** Empty if the client is not installed: the package needs some of them for its tests only. */
function schemasOf(client: string): Record<string, readonly unknown[] | undefined> {
  try {
    return require(`@aws-sdk/client-${client}`);
  } catch {
    return {};
  }
}

/**
 * What is wrong with the type of an input's first member that has another type than the SDK's; undefined if all are right.
 * To be asked after an operation has failed: no SDK client sends such an input, so no call needs to wait for this check.
 */
export function typeProblem(service: ServiceName, operation: string, input: object): string | undefined {
  const schema = inputSchema(service, operation);
  return schema === undefined ? undefined : problemOf(schema, input, "", forms.has(service));
}

function problemOf(given: Schema, value: unknown, path: string, isForm: boolean): string | undefined {
  const type = resolved(given);
  if (typeof type === "number") return problemOfSimple(type, value, path, isForm);
  const [kind, , , , first, second] = type as [number, unknown, unknown, unknown, unknown, unknown];
  if (kind === 0) return problemOf(first as Schema, value, path, isForm);
  if (kind === 1) return problemOfList(first as Schema, value, path, isForm);
  if (kind === 2) return problemOfMap(second as Schema, value, path, isForm);
  if (kind !== 3 && kind !== 4) return undefined;
  if (!isJsonObject(value)) return `${path || "The input"} must be an object.`;
  const names = first as string[];
  for (const [index, name] of names.entries()) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member === undefined || member === null) continue;
    const problem = problemOf((second as Schema[])[index]!, member, join(path, name), isForm);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function problemOfList(element: Schema, value: unknown, path: string, isForm: boolean): string | undefined {
  if (!Array.isArray(value)) return `${path} must be a list.`;
  return firstProblem(value.map((each, index) => () => problemOf(element, each, join(path, String(index)), isForm)));
}

function problemOfMap(element: Schema, value: unknown, path: string, isForm: boolean): string | undefined {
  if (!isJsonObject(value)) return `${path} must be an object.`;
  return firstProblem(
    Object.entries(value).map(
      ([name, each]) =>
        () =>
          problemOf(element, each, join(path, name), isForm),
    ),
  );
}

const list = 64;
const map = 128;
const simpleTypes: Readonly<Record<number, { name: string; types: readonly string[] }>> = {
  0: { name: "a string", types: ["string"] },
  1: { name: "a number", types: ["number"] },
  2: { name: "true or false", types: ["boolean"] },
  4: { name: "a time", types: ["number", "string"] },
  5: { name: "a time", types: ["number", "string"] },
  6: { name: "a time", types: ["number", "string"] },
  7: { name: "a time", types: ["number", "string"] },
  21: { name: "a base64 string", types: ["string"] },
  42: { name: "a base64 string", types: ["string"] },
};

function problemOfSimple(type: number, value: unknown, path: string, isForm: boolean): string | undefined {
  if (type >= map) return problemOfMap(type - map, value, path, isForm);
  if (type >= list) return problemOfList(type - list, value, path, isForm);
  const expected = simpleTypes[type];
  if (!expected || expected.types.includes(typeof value) || (isForm && typeof value === "string")) return undefined;
  return `${path} must be ${expected.name}.`;
}

/** Without traits and functions around it. */
function resolved(schema: Schema): number | readonly unknown[] {
  if (typeof schema === "function") return resolved(schema());
  if (typeof schema === "number") return schema;
  const [first] = schema;
  return schema.length === 2 ? resolved(first as Schema) : schema;
}

function firstProblem(checks: Array<() => string | undefined>): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
