import { AwsError } from "../../core/aws-error.ts";

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function noSuchSchedule(name: string): AwsError {
  return notFound(`Schedule ${name} does not exist.`);
}

export function noSuchGroup(name: string): AwsError {
  return notFound(`Schedule group ${name} does not exist.`);
}

/** @param what e.g. "Schedule booking-expire" */
export function alreadyExists(what: string): AwsError {
  return new AwsError("ConflictException", `${what} already exists.`, 409);
}

/** Refuses an AWS feature that the local cloud lacks, rather than ignoring it. */
export function notEmulated(what: string, fix: string): AwsError {
  return validationError(`The local cloud does not emulate ${what}. ${fix}`);
}

function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message, 404);
}
