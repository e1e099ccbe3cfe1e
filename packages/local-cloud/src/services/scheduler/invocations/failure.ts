import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { ServiceName } from "../../../core/service.ts";
import { isThrottle, isTransient } from "../../../core/transient.ts";
import type { Failure } from "./invocation.ts";

/**
 * Classifies the error of a call that Scheduler made, with the code that the SDKs give it ("Configuring a schedule's
 * dead-letter queue", ERROR_CODE). The guide tells retryable errors from permanent ones and does not list them. Here they
 * are those of EventBridge's rules: throttling and the service's own failures are retried.
 */
export function failureOf(account: Account, service: ServiceName, error: unknown): Failure {
  if (!(error instanceof AwsError)) {
    return {
      code: "AWS.Scheduler.InternalServerError",
      message: "Unexpected error occurred while processing the request",
      retryable: true,
      throttled: false,
    };
  }
  return {
    code: sdkCodeOf(account, service, error),
    message: error.message,
    retryable: isTransient(error),
    throttled: isThrottle(error),
  };
}

/** E.g. AWS.SimpleQueueService.NonExistentQueue for a queue that does not exist. */
function sdkCodeOf(account: Account, name: ServiceName, { code }: AwsError): string {
  const { wire } = account.service(name);
  return (wire.kind === "json" && wire.queryErrorCodes?.[code]) || code;
}
