import { AwsError } from "../../core/aws-error.ts";

/** Errors of the EventBridge API reference that several operations return, in AWS's wording. */

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function invalidParameter(parameter: string, reason: string): AwsError {
  return validationError(`Parameter ${parameter} is not valid. Reason: ${reason}`);
}

export function notFound(message: string): AwsError {
  return new AwsError("ResourceNotFoundException", message);
}

export function noSuchBus(name: string): AwsError {
  return notFound(`Event bus ${name} does not exist.`);
}

export function noSuchRule(ruleName: string, busName: string): AwsError {
  return notFound(`Rule ${ruleName} does not exist on EventBus ${busName}.`);
}

export function alreadyExists(what: string): AwsError {
  return new AwsError("ResourceAlreadyExistsException", `${what} already exists.`);
}

export function limitExceeded(): AwsError {
  return new AwsError("LimitExceededException", "The requested resource exceeds the maximum number allowed.");
}

export function managedRule(ruleName: string): AwsError {
  return new AwsError(
    "ManagedRuleException",
    `Rule ${ruleName} was created by an AWS service on behalf of your account. It is managed by that service.`,
  );
}

/** Refuses an AWS feature that the local cloud lacks, rather than ignoring it. */
export function notEmulated(what: string, fix: string): AwsError {
  return validationError(`The local cloud does not emulate ${what}. ${fix}`);
}
