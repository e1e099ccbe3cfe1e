import { AwsError } from "./aws-error.ts";

/** The transient errors of the AWS SDKs' standard retry mode ("Retries", Boto3 documentation), and SNS's own Throttled. */
const throttleCodes: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "Throttled",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
]);

export function isThrottle({ code, status }: AwsError): boolean {
  return status === 429 || throttleCodes.has(code);
}

/**
 * Whether the same call may succeed later: it was throttled, the service failed, or there was no response from AWS.
 *
 * EventBridge, SNS and Lambda agree on this. What needs a person to fix it (a permission, a resource that is gone) is not
 * retried: "Using dead-letter queues to process undelivered events in EventBridge"; "Amazon SNS dead-letter queues", where
 * these are client-side errors. Lambda's guide does not say which errors of a destination it retries.
 */
export function isTransient(error: unknown): boolean {
  return !(error instanceof AwsError) || error.status >= 500 || isThrottle(error);
}
