import { AwsError } from "../../core/aws-error.ts";
import { isJsonObject, parseJsonObject } from "../../core/json-object.ts";
import { compileAnyLength, matches } from "../eventbridge/pattern/index.ts";
import { invalidParameter } from "./errors.ts";
import type { MessageAttributes } from "./message.ts";

interface Filterable {
  attributes: MessageAttributes;
  /** The message's text for the subscription's protocol. */
  text: string;
}

export type MessageFilter = (message: Filterable) => boolean;

/** See "Filter policy constraints in Amazon SNS". */
const maxKeys = 5;
const maxCombinations = 150;
const maxBytes = 262_144;
const compiled = new Map<string, MessageFilter>();

/**
 * Compiles a filter policy ("Amazon SNS subscription filter policies"). Its conditions are those of EventBridge's
 * patterns, except wildcards. The scope says whether they test the message's attributes or its body.
 *
 * @throws AwsError InvalidParameter
 */
export function compileFilterPolicy(text: string, scope: "MessageAttributes" | "MessageBody"): MessageFilter {
  const key = `${scope} ${text}`;
  let filter = compiled.get(key);
  if (!filter) compiled.set(key, (filter = compile(text, scope)));
  return filter;
}

function compile(text: string, scope: "MessageAttributes" | "MessageBody"): MessageFilter {
  if (Buffer.byteLength(text) > maxBytes) throw invalidFilter(`Filter policy is larger than ${maxBytes} bytes`);
  const policy = parse(text);
  if (countKeys(policy) > maxKeys) throw invalidFilter(`Filter policy can not have more than ${maxKeys} keys`);
  if (scope === "MessageAttributes" && isNested(policy)) {
    throw invalidFilter("Filter policy scope MessageAttributes does not support nested filter policy");
  }
  if (/"wildcard"\s*:/.test(text)) throw invalidFilter("Unrecognized match type wildcard");
  const pattern = compileAsPattern(text);
  if (countCombinations(policy, 1) > maxCombinations) throw invalidFilter("Filter policy is too complex");
  if (scope === "MessageAttributes") return ({ attributes }) => matches(pattern, filterableAttributes(attributes));
  return ({ text: body }) => {
    const document = parseJsonObject(body);
    return document !== undefined && matches(pattern, document);
  };
}

function compileAsPattern(text: string) {
  try {
    return compileAnyLength(text);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidFilter(error.message.replace(/^Event pattern is not valid\. Reason: /, ""));
  }
}

function parse(text: string): Record<string, unknown> {
  const policy = parseJsonObject(text);
  if (!policy) throw invalidFilter("failed to parse JSON.");
  return policy;
}

/** The keys that hold conditions, at any depth. */
function countKeys(policy: Record<string, unknown>): number {
  let count = 0;
  for (const [name, value] of Object.entries(policy)) {
    if (name === "$or" && Array.isArray(value)) for (const one of value) count += countKeys(one ?? {});
    else count += isJsonObject(value) ? countKeys(value) : 1;
  }
  return count;
}

/** The product, over all keys, of the number of values times their depth; the alternatives of `$or` are added. */
function countCombinations(policy: Record<string, unknown>, depth: number): number {
  let product = 1;
  for (const [name, value] of Object.entries(policy)) {
    if (isJsonObject(value)) product *= countCombinations(value, depth + 1);
    else if (Array.isArray(value)) product *= name === "$or" ? alternatives(value, depth) : value.length * depth;
  }
  return product;
}

function alternatives(policies: unknown[], depth: number): number {
  return policies.reduce<number>((sum, one) => sum + (isJsonObject(one) ? countCombinations(one, depth) : depth), 0);
}

function isNested(policy: Record<string, unknown>): boolean {
  return Object.values(policy).some(isJsonObject);
}

/** Numbers become numbers, a String.Array its elements. Filters cannot test binary values. */
function filterableAttributes(attributes: MessageAttributes): Record<string, unknown> {
  const entries: Array<[string, unknown]> = [];
  for (const [name, { DataType = "", StringValue = "" }] of Object.entries(attributes)) {
    if (DataType.startsWith("Number")) entries.push([name, Number(StringValue)]);
    else if (DataType === "String.Array") entries.push([name, scalarsIn(StringValue)]);
    else if (DataType.startsWith("String")) entries.push([name, StringValue]);
  }
  return Object.fromEntries(entries);
}

/** "SNS message attributes": the elements are strings, numbers, booleans and null. */
function scalarsIn(list: string): unknown[] {
  return (JSON.parse(list) as unknown[]).filter((element) => typeof element !== "object" || element === null);
}

function invalidFilter(reason: string): AwsError {
  return invalidParameter(`Attributes Reason: FilterPolicy: ${reason}`);
}
