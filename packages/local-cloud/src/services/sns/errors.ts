import { AwsError } from "../../core/aws-error.ts";

/** @param what the parameter, then what is wrong with it, e.g. "Subject" or "TopicArn Reason: …" */
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

/** The query protocol sends an empty list as an empty string. */
export function list<T>(value: readonly T[] | string | undefined | null): T[] {
  return Array.isArray(value) ? [...value] : [];
}
