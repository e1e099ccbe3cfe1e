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
 * condition is false, as DynamoDB does. It supports `SET a = :b, #c.#d = :e … REMOVE f, …`, and conditions
 * with attribute_exists, attribute_not_exists, =, AND, OR and brackets. Anything else is an error.
 *
 * @example
 * const table = fakeTable(["bookingId", "paymentId"]);
 * fakeAws(table.answers);
 */
export function fakeTable(key: readonly string[], ...stored: Item[]): { items: Item[]; answers: Answers } {
  const items = structuredClone(stored);
  const find = (wanted: Item) => items.find((item) => key.every((name) => item[name] === wanted[name]));
  const check = (item: Item, input: Input) => {
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

/** Whether a condition is true for an item. A missing item is `{}`. */
function holds(condition: string, item: Item, input: Expressions): boolean {
  const tokens = condition.match(/[()]|=|[#:]?\w+(\.#?\w+)*/g) ?? [];
  let at = 0;
  const take = (expected?: string): string => {
    const token = tokens[at++];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`fakeTable: unsupported condition: ${condition}`);
    }
    return token;
  };
  const operands = (operator: string, operand: () => boolean): boolean[] => {
    const results = [operand()];
    while (tokens[at] === operator) {
      take();
      results.push(operand());
    }
    return results;
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
    if (token === "attribute_exists") return inBrackets(() => nameFor(take(), input) in item);
    if (token === "attribute_not_exists") return inBrackets(() => !(nameFor(take(), input) in item));
    take("=");
    const value = namesOf(token, input).reduce<unknown>((inner, name) => (inner as Item | undefined)?.[name], item);
    return value === valueFor(take(), input);
  };
  const result = any();
  if (at < tokens.length) take("");
  return result;
}

function namesOf(path: string, input: Expressions): string[] {
  return path.split(".").map((name) => nameFor(name, input));
}

function nameFor(token: string, { ExpressionAttributeNames: names = {} }: Expressions): string {
  return defined(token.startsWith("#") ? names[token] : token, token);
}

function valueFor(token: string, { ExpressionAttributeValues: values = {} }: Expressions): unknown {
  return defined(values[token], token);
}

function defined<T>(value: T | undefined, token: string): T {
  if (value === undefined) throw new Error(`fakeTable: the command does not define ${token}`);
  return value;
}
