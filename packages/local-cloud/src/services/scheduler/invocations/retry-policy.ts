import type { RetryPolicy } from "@aws-sdk/client-scheduler";
import type { ExhaustedCondition, Invocation } from "./invocation.ts";

/** "RetryPolicy" and the guide: at most 185 retries within 24 hours, unless the schedule says less. */
export const defaultRetryPolicy = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 };

export function withDefaults(policy: RetryPolicy = {}): typeof defaultRetryPolicy {
  const { MaximumEventAgeInSeconds, MaximumRetryAttempts } = policy;
  return {
    MaximumEventAgeInSeconds: MaximumEventAgeInSeconds ?? defaultRetryPolicy.MaximumEventAgeInSeconds,
    MaximumRetryAttempts: MaximumRetryAttempts ?? defaultRetryPolicy.MaximumRetryAttempts,
  };
}

export function maximumAgeMs(policy: RetryPolicy | undefined): number {
  return withDefaults(policy).MaximumEventAgeInSeconds * 1000;
}

/** When the invocation becomes too old to retry, in milliseconds since 1970. */
export function retryDeadline({ firstDueAt, target }: Invocation): number {
  return firstDueAt + maximumAgeMs(target.RetryPolicy);
}

/** What rules out another attempt at `now`, if anything does. */
export function exhaustedCondition(invocation: Invocation, now: number): ExhaustedCondition | undefined {
  const { MaximumRetryAttempts } = withDefaults(invocation.target.RetryPolicy);
  if (invocation.attempts > MaximumRetryAttempts) return "MaximumRetryAttempts";
  return now >= retryDeadline(invocation) ? "MaximumEventAgeInSeconds" : undefined;
}
