import { AwsError } from "../../core/aws-error.ts";

/** CloudWatch used the query protocol before; SDKs still expect its error codes (see SQS's errors). */
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

export function noSuchDashboard(names: readonly string[]): AwsError {
  const [only] = names;
  return new AwsError(
    "DashboardNotFoundError",
    names.length === 1 ? `Dashboard ${only} does not exist` : `Dashboards ${names.join(", ")} do not exist`,
    404,
  );
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

export function integer(value: number, [min, max]: readonly [number, number], name: string): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw validationError(
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: ` +
      (value < min
        ? `Member must have value greater than or equal to ${min}`
        : `Member must have value less than or equal to ${max}`),
  );
}
