import { AwsError } from "../../core/aws-error.ts";

/** CloudWatch once spoke the query protocol; SDKs still expect the codes of that time (see SQS's errors). */
export const queryErrorCodes: Record<string, string> = {
  AccessDeniedException: "AccessDenied",
  DashboardInvalidInputError: "InvalidParameterInput",
  DashboardNotFoundError: "ResourceNotFound",
  InvalidParameterCombinationException: "InvalidParameterCombination",
  InvalidParameterValueException: "InvalidParameterValue",
  LimitExceededFault: "LimitExceeded",
  MissingRequiredParameterException: "MissingParameter",
  ResourceNotFound: "ResourceNotFound",
  ValidationException: "ValidationError",
};

export function invalidValue(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError("InvalidParameterCombinationException", message);
}

export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

export function noSuchAlarm(name: string): AwsError {
  return new AwsError("ResourceNotFound", `Unknown alarm: ${name}`, 404);
}

export function invalidNextToken(): AwsError {
  return new AwsError("InvalidNextToken", "The next token specified is invalid.");
}

export function required<T>(value: T | undefined | null, name: string): T {
  if (value !== undefined && value !== null && value !== "") return value;
  throw new AwsError("MissingRequiredParameterException", `The parameter ${name} is required.`);
}

export function oneOf<T extends string>(value: string | undefined, allowed: readonly T[], name: string): T | undefined {
  if (value === undefined || value === null) return undefined;
  if ((allowed as readonly string[]).includes(value)) return value as T;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${allowed.join(", ")}]`,
  );
}

export function wholeNumber(value: number, [least, most]: readonly [number, number], name: string): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      (value < least
        ? `Member must have value greater than or equal to ${least}`
        : `Member must have value less than or equal to ${most}`),
  );
}
