import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import { groupOfIdentifier } from "./arns.ts";

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}

/** Returns the value, or throws AWS's error if it is missing. */
export function required<T>(value: T | undefined | null, member: string): T {
  if (value === undefined || value === null) {
    throw invalidParameter(
      `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}

/** "CreateLogGroup": 1 to 512 of a-z, A-Z, 0-9, '_', '-', '/', '.', '#'. */
export function groupName(value: string | undefined): string {
  return named(required(value, "logGroupName"), "logGroupName", /^[.\-_/#A-Za-z0-9]+$/, "[\\.\\-_/#A-Za-z0-9]+");
}

/** "CreateLogStream": 1 to 512 characters, none of them ':' or '*'. */
export function streamName(value: string | undefined): string {
  return named(required(value, "logStreamName"), "logStreamName", /^[^:*]+$/, "[^:*]*");
}

/** The log group of a reading call, which names it by either `logGroupName` or `logGroupIdentifier`. */
export function groupFrom(
  account: Account,
  input: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): string {
  if (input.logGroupName !== undefined && input.logGroupIdentifier !== undefined) {
    throw invalidParameter("LogGroup name and LogGroup Identifier can't be both provided.");
  }
  if (input.logGroupIdentifier !== undefined) return groupName(groupOfIdentifier(account, input.logGroupIdentifier));
  return groupName(input.logGroupName);
}

/** A page's size, from 1 to `max`. */
export function pageSize(value: number | undefined, fallback: number, max: number): number {
  if (value === undefined) return fallback;
  if (value < 1) throw constraint(value, "limit", "Member must have value greater than or equal to 1");
  if (value > max) throw constraint(value, "limit", `Member must have value less than or equal to ${max}`);
  return value;
}

/** @returns the text, which may be missing. @throws AwsError InvalidParameterException if it is longer than `max` characters */
export function atMost(text: string | undefined, member: string, max: number): string | undefined {
  if (text === undefined || text.length <= max) return text;
  throw constraint(text, member, `Member must have length less than or equal to ${max}`);
}

export function constraint(value: unknown, member: string, rule: string): AwsError {
  return invalidParameter(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

function named(value: string, member: string, pattern: RegExp, patternText: string): string {
  if (typeof value !== "string") throw new AwsError("SerializationException", `${member} must be a string.`);
  if (value.length < 1) throw constraint(value, member, "Member must have length greater than or equal to 1");
  if (value.length > 512) throw constraint(value, member, "Member must have length less than or equal to 512");
  if (!pattern.test(value)) {
    throw constraint(value, member, `Member must satisfy regular expression pattern: ${patternText}`);
  }
  return value;
}
