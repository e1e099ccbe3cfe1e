import { AwsError } from "../../core/aws-error.ts";

/**
 * SQS used the query protocol before. SDKs still expect its error codes, which are sent in the header x-amzn-query-error
 * (the "awsQueryCompatible" trait of the AWS JSON protocol).
 */
export const queryErrorCodes: Record<string, string> = {
  AccessDeniedException: "AccessDenied",
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  PurgeQueueInProgress: "AWS.SimpleQueueService.PurgeQueueInProgress",
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  QueueNameExists: "QueueAlreadyExists",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
};

/** In JSON, as recorded from AWS: these have other names than in the query protocol. */
export const errorTypes: Record<string, string> = {
  InvalidParameterValue: "InvalidParameterValueException",
  MissingParameter: "MissingRequiredParameterException",
};

export function queueDoesNotExist(): AwsError {
  return new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
}

/** @param reason a sentence, with a full stop if AWS's message has one */
export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

export function invalidParameterValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

export function missingParameter(parameter: string): AwsError {
  return new AwsError("MissingParameter", `The request must contain the parameter ${parameter}.`);
}

export function notEmulated(what: string): AwsError {
  return new AwsError("UnsupportedOperation", `The local cloud does not emulate ${what}.`);
}

export function required<T>(value: T | undefined | null, parameter: string): T {
  if (value === undefined || value === null || value === "") throw missingParameter(parameter);
  return value;
}

/** An integer within the limits, or undefined if it was left out. @throws AwsError InvalidParameterValue */
export function optionalInteger(
  value: number | undefined,
  parameter: string,
  [min, max]: readonly [number, number],
  reason: string,
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || value < min || value > max) throw invalidValue(value, parameter, reason);
  return value;
}
