import { AwsError } from "../../../core/aws-error.ts";
import { isThrottle, isTransient } from "../../../core/transient.ts";
import type { ErrorCode, Failure } from "./delivery.ts";
import { DeliveryError } from "./delivery-error.ts";

/**
 * Classifies a target's error ("How EventBridge retries delivering events"): throttling and the
 * service's own failures are retried; an error that persists until it is fixed is not.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof DeliveryError) return error.failure;
  if (!(error instanceof AwsError)) return { code: "INTERNAL_ERROR", message: String(error), retryable: true };
  return { code: errorCodeOf(error), message: error.message, retryable: isTransient(error) };
}

function errorCodeOf(error: AwsError): ErrorCode {
  const { code, status } = error;
  if (isThrottle(error)) return "THROTTLING";
  if (status >= 500) return "INTERNAL_ERROR";
  if (/AccessDenied|AuthorizationError|NotAuthorized|UnauthorizedOperation/.test(code)) return "NO_PERMISSIONS";
  if (/NotFound|NonExistentQueue|DoesNotExist/.test(code)) return "NO_RESOURCE";
  if (/Validation|InvalidParameter|InvalidRequest|InvalidMessage/.test(code)) return "INVALID_PARAMETER";
  return "ERROR_FROM_TARGET";
}
