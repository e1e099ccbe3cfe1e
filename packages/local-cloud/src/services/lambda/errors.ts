import { AwsError } from "../../core/aws-error.ts";

export function functionNotFound(arn: string): AwsError {
  return notFound(`Function not found: ${arn}`);
}

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404);
}

export function conflict(message: string): AwsError {
  return new AwsError("ResourceConflictException", message, 409);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message, 400);
}

/** For input that violates the API model: a string of the wrong pattern, a number out of range. */
export function validation(member: string, value: unknown, constraint: string): AwsError {
  return new AwsError(
    "ValidationException",
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: Member must ${constraint}`,
  );
}

export function tooManyRequests(reason: string): AwsError {
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason: reason });
}

export function preconditionFailed(): AwsError {
  return new AwsError(
    "PreconditionFailedException",
    "The Revision Id provided does not match the latest Revision Id. " +
      "Call the GetFunction/GetAlias API to retrieve the latest Revision Id",
    412,
  );
}

/** For a part of Lambda that the local cloud lacks. It is refused, since ignoring it would look like support. */
export function notEmulated(feature: string): AwsError {
  return invalidParameter(`The local cloud's Lambda does not support ${feature}.`);
}
