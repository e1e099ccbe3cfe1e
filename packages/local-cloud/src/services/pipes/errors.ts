import { AwsError } from "../../core/aws-error.ts";

/** The errors of "Amazon EventBridge Pipes API Reference". */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function noSuchPipe(name: string): AwsError {
  return new AwsError("NotFoundException", `Pipe ${name} does not exist.`, 404);
}

export function conflict(name: string, message: string): AwsError {
  return new AwsError("ConflictException", message, 409, { resourceId: name, resourceType: "Pipe" });
}

/** Refuses a part of Pipes that the local cloud lacks, rather than ignoring it. */
export function notEmulated(what: string, fix: string): AwsError {
  return validationError(`The local cloud's pipes do not support ${what}. ${fix}`);
}
