import { AwsError } from "../../core/aws-error.ts";

/**
 * SQS once spoke the query protocol; SDKs still expect the codes of that time, which travel in the
 * header x-amzn-query-error (the AWS JSON protocol's "awsQueryCompatible" trait).
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

export function queueDoesNotExist(): AwsError {
  return new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
}

/** @param reason a whole sentence, with its full stop if AWS's has one */
export function invalidValue(value: unknown, parameter: string, reason: string): AwsError {
  return new AwsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
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

/** A whole number between two limits, or undefined if it was left out. */
export function optionalWhole(
  value: number | undefined,
  parameter: string,
  [least, most]: readonly [number, number],
  reason: string,
): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Number.isInteger(value) || value < least || value > most) throw invalidValue(value, parameter, reason);
  return value;
}
