import { AwsError } from "../../core/aws-error.ts";

/** SNS names the parameter first, then says what is wrong with it: "Invalid parameter: Subject". */
export function invalidParameter(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}

export function topicDoesNotExist(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", 404);
}

export function subscriptionDoesNotExist(): AwsError {
  return new AwsError("NotFound", "Subscription does not exist", 404);
}

export function required<T>(value: T | undefined | null | "", parameter: string): T {
  if (value === undefined || value === null || value === "") {
    throw invalidParameter(`${parameter} Reason: no value for required parameter`);
  }
  return value;
}

/** An empty list travels in a form as an empty text. */
export function list<T>(value: readonly T[] | string | undefined | null): T[] {
  return Array.isArray(value) ? [...value] : [];
}
