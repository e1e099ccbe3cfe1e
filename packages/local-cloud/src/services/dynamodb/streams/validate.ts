import { AwsError } from "../../../core/aws-error.ts";
import { validationError } from "../errors.ts";
import type { StoredStream } from "./stored.ts";
import { startOf } from "./streams.ts";

function constraint(value: unknown, member: string, rule: string): AwsError {
  const shown = value === undefined ? "null" : `'${value}'`;
  return validationError(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

/** @throws AwsError ValidationException for a value that AWS's models do not allow */
export function checkLength(value: unknown, member: string, min: number, max: number): string {
  if (value === undefined) throw constraint(value, member, "not be null");
  const { length } = String(value);
  if (length < min) throw constraint(value, member, `have length greater than or equal to ${min}`);
  if (length > max) throw constraint(value, member, `have length less than or equal to ${max}`);
  return String(value);
}

export function checkLimit(limit: number | undefined, max: number): number {
  if (limit === undefined) return max;
  if (limit < 1) throw constraint(limit, "limit", "have value greater than or equal to 1");
  if (limit > max) throw constraint(limit, "limit", `have value less than or equal to ${max}`);
  return limit;
}

export function checkOneOf<T extends string>(value: unknown, member: string, values: readonly T[]): T {
  if (value === undefined) throw constraint(value, member, "not be null");
  if (values.includes(value as T)) return value as T;
  throw constraint(value, member, `satisfy enum value set: [${values.join(", ")}]`);
}

/** @throws AwsError ValidationException unless it has the form of a stream's ARN */
export function checkStreamArn(value: unknown, member: string): string {
  const arn = checkLength(value, member, 37, 1024);
  if (/^arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\/[^/]+$/.test(arn)) return arn;
  throw validationError(`Invalid StreamArn: ${arn}`);
}

/**
 * The sequence number of a position, which must be one that the stream gave out.
 *
 * @throws AwsError ValidationException, or TrimmedDataAccessException if its record is gone
 */
export function checkSequenceNumber(stream: StoredStream, newest: string, value: unknown): string {
  const number = checkLength(value, "sequenceNumber", 21, 40);
  const { startingSequenceNumber: first, trimmedThrough = "" } = stream;
  if (!/^\d+$/.test(number)) throw constraint(value, "sequenceNumber", "satisfy regular expression pattern: \\d+");
  if (number.length !== first.length || number < first || number > newest) {
    throw validationError(
      `Invalid SequenceNumber: ${number} is not in the shard, whose range is ${first} to ${newest}`,
    );
  }
  if (number <= trimmedThrough) throw trimmed(stream);
  return number;
}

export function trimmed(stream: StoredStream): AwsError {
  return new AwsError(
    "TrimmedDataAccessException",
    "The operation attempted to read past the oldest stream record in a shard: records are deleted after 24 hours. " +
      `The oldest ones left come after ${startOf(stream)}.`,
  );
}
