import type { Target } from "../stored.ts";
import type { Delivery, ExhaustedCondition } from "./delivery.ts";

/** Defaults from "How EventBridge retries delivering events". */
const defaultRetryAttempts = 185;
const defaultEventAgeSeconds = 86_400;

/** When the event becomes too old to retry, in milliseconds since 1970. */
export function retryDeadline({ target, ingestedAt }: Delivery): number {
  return ingestedAt + (target.RetryPolicy?.MaximumEventAgeInSeconds ?? defaultEventAgeSeconds) * 1000;
}

/** The condition of the target's retry policy that rules out another attempt, if any. */
export function exhaustedCondition(delivery: Delivery, now: number): ExhaustedCondition | undefined {
  if (delivery.attempts > maximumRetries(delivery.target)) return "MaximumRetryAttempts";
  if (now >= retryDeadline(delivery)) return "MaximumEventAgeInSeconds";
  return undefined;
}

function maximumRetries(target: Target): number {
  return target.RetryPolicy?.MaximumRetryAttempts ?? defaultRetryAttempts;
}
