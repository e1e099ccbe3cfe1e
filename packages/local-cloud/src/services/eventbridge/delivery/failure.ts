import { AwsError } from "../../../core/aws-error.ts";
import type { ErrorCode, Failure } from "./delivery.ts";
import { DeliveryError } from "./delivery-error.ts";

/**
 * Classifies a target's error ("How EventBridge retries delivering events"): throttling and the
 * service's own failures are retried; an error that persists until it is fixed is not.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof DeliveryError) return error.failure;
  if (!(error instanceof AwsError)) return { code: "INTERNAL_ERROR", message: String(error), retryable: true };
  const code = errorCodeOf(error);
  return { code, message: error.message, retryable: code === "THROTTLING" || code === "INTERNAL_ERROR" };
}

function errorCodeOf({ code, status }: AwsError): ErrorCode {
  if (isThrottle(code, status)) return "THROTTLING";
  if (status >= 500) return "INTERNAL_ERROR";
  if (/AccessDenied|AuthorizationError|NotAuthorized|UnauthorizedOperation/.test(code)) return "NO_PERMISSIONS";
  if (/NotFound|NonExistentQueue|DoesNotExist/.test(code)) return "NO_RESOURCE";
  if (/Validation|InvalidParameter|InvalidRequest|InvalidMessage/.test(code)) return "INVALID_PARAMETER";
  return "ERROR_FROM_TARGET";
}

function isThrottle(code: string, status: number): boolean {
  return status === 429 || /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(code);
}
