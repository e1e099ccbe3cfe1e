import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import type { Answers } from "./fake-aws.ts";

type Item = Record<string, unknown>;

interface Expressions {
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, unknown>;
}

/** The parts of the handlers' commands that this table reads. */
interface Input extends Expressions {
  Key: Item;
  Item: Item;
  ConditionExpression?: string;
  KeyConditionExpression?: string;
  UpdateExpression: string;
}

/**
 * A table in this process, for `fakeAws`. It stores what handlers put and update, and refuses a write whose
 * condition is false, as DynamoDB does, and an expression that DynamoDB would refuse. It supports
 * `SET a = :b, #c.#d = :e … REMOVE f, …`, and conditions with attribute_exists, attribute_not_exists, comparisons, IN,
 * AND, OR, NOT and brackets. Anything else is an error.
 *
 * @example
 * const table = fakeTable(["bookingId", "paymentId"]);
 * fakeAws(table.answers);
 */
export function fakeTable(key: readonly string[], ...stored: Item[]): { items: Item[]; answers: Answers } {
  const items = structuredClone(stored);
  const find = (wanted: Item) => items.find((item) => key.every((name) => item[name] === wanted[name]));
  const check = (item: Item, input: Input) => {
    refuseUnused(input);
    if (input.ConditionExpression === undefined || holds(input.ConditionExpression, item, input)) return;
    throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
  };
  const answers: Answers = {
    Get: ({ Key }: Input) => ({ Item: structuredClone(find(Key)) }),
    Query: (input: Input) => ({
      Items: structuredClone(items.filter((item) => holds(input.KeyConditionExpression ?? "", item, input))),
    }),
    Put: (input: Input) => {
      const old = find(input.Item);
      check(old ?? {}, input);
      if (old) items.splice(items.indexOf(old), 1);
      items.push(structuredClone(input.Item));
      return {};
    },
    Update: (input: Input) => {
      const old = find(input.Key);
      check(old ?? {}, input);
      const item = old ?? { ...input.Key };
      update(item, input);
      if (!old) items.push(item);
      return { Attributes: structuredClone(item) };
    },
  };
  return { items, answers };
}

function update(item: Item, input: Input): void {
  const [, set, , remove] = /^(?:SET (.*?))?( ?REMOVE (.*))?$/.exec(input.UpdateExpression) ?? [];
  if (set === undefined && remove === undefined) throw unsupported(input);
  for (const assignment of set?.split(",") ?? []) {
    const [, path, value] = /^\s*([#\w.]+) = (:\w+)\s*$/.exec(assignment) ?? [];
    if (!path || !value) throw unsupported(input);
    const names = namesOf(path, input);
    const holder = names.slice(0, -1).reduce((value, name) => value[name] as Item, item);
    holder[names.at(-1)!] = structuredClone(valueFor(value, input));
  }
  for (const name of remove?.split(",") ?? []) delete item[nameFor(name.trim(), input)];
}

function unsupported({ UpdateExpression }: Input): Error {
  return new Error(`fakeTable: unsupported update: ${UpdateExpression}`);
}

// biome-ignore lint/suspicious/noExplicitAny: two values of one item, of the same type
type Comparison = (left: any, right: any) => boolean;

const comparisons: Readonly<Record<string, Comparison>> = {
  // An attribute that is missing is equal to nothing.
  "=": (left, right) => left !== undefined && left === right,
  "<>": (left, right) => left !== right,
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

function isKeyword(token: string | undefined, keyword: string): boolean {
  return token?.toUpperCase() === keyword;
}

/** Whether a condition is true for an item. A missing item is `{}`. */
function holds(condition: string, item: Item, input: Expressions): boolean {
  const tokens = condition.match(/[(),]|<>|[<>]=|[#:]?\w+(\.#?\w+)*|\S/g) ?? [];
  let at = 0;
  const unsupported = () =>
    new Error(`DynamoDB, or the table of this test, does not understand the condition: ${condition}`);
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) throw unsupported();
    return token;
  };
  const operands = (operator: string, operand: () => boolean): boolean[] => {
    const results = [operand()];
    while (isKeyword(tokens[at], operator)) {
      take();
      results.push(operand());
    }
    return results;
  };
  const listed = <T>(one: () => T): T[] => {
    const all = [one()];
    while (tokens[at] === ",") {
      take();
      all.push(one());
    }
    return all;
  };
  const any = (): boolean => operands("OR", all).some(Boolean);
  const all = (): boolean => operands("AND", one).every(Boolean);
  const inBrackets = <T>(inside: () => T): T => {
    take("(");
    const result = inside();
    take(")");
    return result;
  };
  const one = (): boolean => {
    if (tokens[at] === "(") return inBrackets(any);
    const token = take();
    if (isKeyword(token, "NOT")) return !one();
    const valueAt = (path: string) =>
      namesOf(path, input).reduce<unknown>((inner, name) => (inner as Item | undefined)?.[name], item);
    const exists = (): boolean => {
      const path = take();
      if (path.startsWith(":"))
        throw new Error(
          `DynamoDB refuses the expression: ${token}(${path}) needs an attribute, and ${path} is a value`,
        );
      return valueAt(path) !== undefined;
    };
    if (token === "attribute_exists") return inBrackets(exists);
    if (token === "attribute_not_exists") return inBrackets(() => !exists());
    const operand = (token: string) => (token.startsWith(":") ? valueFor(token, input) : valueAt(token));
    const left = operand(token);
    const operator = take();
    if (isKeyword(operator, "IN")) return inBrackets(() => listed(() => operand(take()))).includes(left);
    const compare = comparisons[operator];
    if (!compare) throw unsupported();
    return compare(left, operand(take()));
  };
  const result = any();
  if (at < tokens.length) take("");
  return result;
}

function namesOf(path: string, input: Expressions): string[] {
  return path.split(".").map((name) => nameFor(name, input));
}

/** Those of DynamoDB's 573 reserved words that could name something here ("Reserved words in DynamoDB"). */
const reserved = [
  "DATE",
  "FROM",
  "KEY",
  "NAME",
  "NULL",
  "RELEASE",
  "SOURCE",
  "STATE",
  "STATUS",
  "TEXT",
  "TIME",
  "TYPE",
  "VALUE",
];

function nameFor(token: string, { ExpressionAttributeNames: names = {} }: Expressions): string {
  if (reserved.includes(token.toUpperCase())) {
    throw new Error(
      `DynamoDB refuses the expression: Attribute name is a reserved keyword; reserved keyword: ${token}`,
    );
  }
  return defined(token.startsWith("#") ? names[token] : token, "name", token);
}

function valueFor(token: string, { ExpressionAttributeValues: values = {} }: Expressions): unknown {
  return defined(values[token], "value", token);
}

function defined<T>(value: T | undefined, kind: "name" | "value", token: string): T {
  if (value !== undefined) return value;
  throw new Error(
    `DynamoDB refuses the expression: it has ${token}, but ExpressionAttribute${kind === "name" ? "Names" : "Values"} has not`,
  );
}

/** "Value provided in ExpressionAttributeValues unused in expressions" */
function refuseUnused(input: Input): void {
  const text = `${input.UpdateExpression ?? ""} ${input.ConditionExpression ?? ""}`;
  const tokens: readonly string[] = text.match(/[#:]\w+/g) ?? [];
  for (const member of ["ExpressionAttributeNames", "ExpressionAttributeValues"] as const) {
    const unused = Object.keys(input[member] ?? {}).filter((token) => !tokens.includes(token));
    if (unused.length > 0)
      throw new Error(`DynamoDB refuses the expression: ${member} has ${unused[0]}, which it does not use`);
  }
}
