import { ipRange } from "./ip-range.ts";
import type { AccessRequest } from "./request.ts";
import { pattern, plainText } from "./variables.ts";
import { wildcard } from "./wildcard.ts";

/** Returns whether one value of the request meets one value of the policy. */
export type Comparison = (requestValue: string, request: AccessRequest) => boolean;

/** A condition operator without its IfExists and ForAllValues parts ("IAM JSON policy elements: Condition operators"). */
export interface Operator {
  /** Holds if no value of the policy matches, and also if the key is missing. */
  negated: boolean;
  /** Reads a value of the policy; undefined if it is not of the operator's type. */
  compile(policyValue: string): Comparison | undefined;
  /** The type of the policy's values, for error messages. */
  valueType: string;
}

const text = "a string";
const number = "a number";
const date = "a date such as 2026-01-01T00:00:00Z or seconds since 1970";
const address = "an IP address or range such as 203.0.113.0/24";
const arn = "an ARN, in which each of the six parts may have wildcards";

const stringEquals = (value: string): Comparison => {
  const wanted = plainText(value);
  return (given, request) => given === wanted(request);
};
const stringEqualsIgnoreCase = (value: string): Comparison => {
  const wanted = plainText(value);
  return (given, request) => given.toLowerCase() === wanted(request)?.toLowerCase();
};
const bool = (value: string): Comparison | undefined => {
  const wanted = value.toLowerCase();
  return wanted === "true" || wanted === "false" ? (given) => given.toLowerCase() === wanted : undefined;
};
const binary =
  (value: string): Comparison =>
  (given) =>
    Buffer.from(given, "base64").equals(Buffer.from(value, "base64"));

function numeric(compare: (given: number, wanted: number) => boolean): Operator["compile"] {
  return (value) => {
    const wanted = readNumber(value);
    if (wanted === undefined) return undefined;
    return (given) => {
      const number = readNumber(given);
      return number !== undefined && compare(number, wanted);
    };
  };
}

function dated(compare: (given: number, wanted: number) => boolean): Operator["compile"] {
  return (value) => {
    const wanted = readDate(value);
    if (wanted === undefined) return undefined;
    return (given) => {
      const time = readDate(given);
      return time !== undefined && compare(time, wanted);
    };
  };
}

function readNumber(value: string): number | undefined {
  const number = Number(value);
  return value.trim() === "" || !Number.isFinite(number) ? undefined : number;
}

function readDate(value: string): number | undefined {
  const time = /^-?\d+(\.\d+)?$/.test(value) && !/^\d{4}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** Compares each of an ARN's six parts separately, so that a star matches no colon before the last part. */
function arnLike(value: string): Comparison | undefined {
  if (value.includes("${")) return pattern(value);
  const wanted = arnParts(value);
  if (!wanted) return value === "*" ? () => true : undefined;
  const matchers = wanted.map(wildcard);
  return (given) => {
    const parts = arnParts(given);
    return parts !== undefined && matchers.every((matches, i) => matches(parts[i]!));
  };
}

function arnParts(value: string): string[] | undefined {
  const parts = value.split(":");
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

const eq = (a: number, b: number) => a === b;
const operator = (compile: Operator["compile"], valueType: string, negated = false): Operator => ({
  compile,
  valueType,
  negated,
});

/** All condition operators, by name. */
export const operators: ReadonlyMap<string, Operator> = new Map([
  ["StringEquals", operator(stringEquals, text)],
  ["StringNotEquals", operator(stringEquals, text, true)],
  ["StringEqualsIgnoreCase", operator(stringEqualsIgnoreCase, text)],
  ["StringNotEqualsIgnoreCase", operator(stringEqualsIgnoreCase, text, true)],
  ["StringLike", operator(pattern, text)],
  ["StringNotLike", operator(pattern, text, true)],
  ["NumericEquals", operator(numeric(eq), number)],
  ["NumericNotEquals", operator(numeric(eq), number, true)],
  [
    "NumericLessThan",
    operator(
      numeric((a, b) => a < b),
      number,
    ),
  ],
  [
    "NumericLessThanEquals",
    operator(
      numeric((a, b) => a <= b),
      number,
    ),
  ],
  [
    "NumericGreaterThan",
    operator(
      numeric((a, b) => a > b),
      number,
    ),
  ],
  [
    "NumericGreaterThanEquals",
    operator(
      numeric((a, b) => a >= b),
      number,
    ),
  ],
  ["DateEquals", operator(dated(eq), date)],
  ["DateNotEquals", operator(dated(eq), date, true)],
  [
    "DateLessThan",
    operator(
      dated((a, b) => a < b),
      date,
    ),
  ],
  [
    "DateLessThanEquals",
    operator(
      dated((a, b) => a <= b),
      date,
    ),
  ],
  [
    "DateGreaterThan",
    operator(
      dated((a, b) => a > b),
      date,
    ),
  ],
  [
    "DateGreaterThanEquals",
    operator(
      dated((a, b) => a >= b),
      date,
    ),
  ],
  ["Bool", operator(bool, "true or false")],
  ["BinaryEquals", operator(binary, "a base64 string")],
  ["IpAddress", operator(ipRange, address)],
  ["NotIpAddress", operator(ipRange, address, true)],
  ["ArnEquals", operator(arnLike, arn)],
  ["ArnLike", operator(arnLike, arn)],
  ["ArnNotEquals", operator(arnLike, arn, true)],
  ["ArnNotLike", operator(arnLike, arn, true)],
]);
