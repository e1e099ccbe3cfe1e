import { AwsError } from "../../core/aws-error.ts";
import { compileAnyLength, matches } from "../eventbridge/pattern/index.ts";
import { invalidParameter } from "./errors.ts";
import type { MessageAttributes } from "./message.ts";

export interface Filterable {
  attributes: MessageAttributes;
  /** The message's text as the subscription's protocol gets it. */
  text: string;
}

export type MessageFilter = (message: Filterable) => boolean;

/** "Filter policy constraints". */
const maxKeys = 5;
const maxCombinations = 150;
const maxBytes = 262_144;
const compiled = new Map<string, MessageFilter>();

/**
 * Compiles a filter policy ("Amazon SNS subscription filter policies"). Its conditions are those of
 * EventBridge's patterns, but for wildcards; what they look at is the message's attributes or its body.
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
  if (scope === "MessageAttributes") return ({ attributes }) => matches(pattern, attributesAsObject(attributes));
  return ({ text: body }) => {
    const document = asObject(body);
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
  const policy = asObject(text);
  if (!policy) throw invalidFilter("failed to parse JSON.");
  return policy;
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The keys that hold conditions, at any depth. */
function countKeys(policy: Record<string, unknown>): number {
  let count = 0;
  for (const [name, value] of Object.entries(policy)) {
    if (name === "$or" && Array.isArray(value)) for (const one of value) count += countKeys(one ?? {});
    else count += isObject(value) ? countKeys(value) : 1;
  }
  return count;
}

/** The numbers of values, each times the depth at which they stand, multiplied; alternatives of `$or` add up. */
function countCombinations(policy: Record<string, unknown>, depth: number): number {
  let product = 1;
  for (const [name, value] of Object.entries(policy)) {
    if (isObject(value)) product *= countCombinations(value, depth + 1);
    else if (Array.isArray(value)) product *= name === "$or" ? alternatives(value, depth) : value.length * depth;
  }
  return product;
}

function alternatives(policies: unknown[], depth: number): number {
  return policies.reduce<number>((sum, one) => sum + (isObject(one) ? countCombinations(one, depth) : depth), 0);
}

function isNested(policy: Record<string, unknown>): boolean {
  return Object.values(policy).some(isObject);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number as a number, a String.Array as its elements; binary values cannot be filtered on. */
function attributesAsObject(attributes: MessageAttributes): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, { DataType = "", StringValue = "" }] of Object.entries(attributes)) {
    if (DataType.startsWith("Number")) object[name] = Number(StringValue);
    else if (DataType === "String.Array") object[name] = JSON.parse(StringValue);
    else if (DataType.startsWith("String")) object[name] = StringValue;
  }
  return object;
}

function invalidFilter(reason: string): AwsError {
  return invalidParameter(`Attributes Reason: FilterPolicy: ${reason}`);
}
