import type { EventEnvelope } from "../envelope.ts";
import type { Target } from "../stored.ts";

/**
 * One event pending for one target. It is in the store until the target accepts the event, the
 * dead-letter queue does, or it is dropped. It holds the target as it was when the event matched,
 * so later changes to the target do not affect it.
 */
export interface Delivery {
  ruleArn: string;
  ruleName: string;
  busName: string;
  target: Target;
  event: EventEnvelope;
  traceHeader?: string | undefined;
  /** The event was forwarded from another bus. */
  forwarded: boolean;
  /** When the bus accepted the event; its age counts from here. All times are milliseconds since 1970. */
  ingestedAt: number;
  attempts: number;
  dueAt: number;
  lastFailure?: Failure | undefined;
  /** Faults skip the next attempt: one was already injected, or the delivery is itself an injected duplicate. */
  exempt?: boolean;
  /** Set once delivery has been given up and the event is being sent to the dead-letter queue. */
  deadLetter?: DeadLetter | undefined;
}

/** Why an attempt failed: the code and message that a dead letter carries. */
export interface Failure {
  code: ErrorCode;
  message: string;
  /** True for throttling and 5xx errors only. */
  retryable: boolean;
}

/** The ERROR_CODEs of "Using dead-letter queues to process undelivered events" that the local cloud produces. */
export type ErrorCode =
  | "NO_PERMISSIONS"
  | "NO_RESOURCE"
  | "THROTTLING"
  | "INTERNAL_ERROR"
  | "INVALID_JSON"
  | "INVALID_PARAMETER"
  | "ERROR_FROM_TARGET"
  | "FAILED_TO_ASSUME_ROLE"
  | "THIRD_ACCOUNT_HOP_DETECTED";

export interface DeadLetter {
  failure: Failure;
  condition?: ExhaustedCondition | undefined;
  /** Attempts made to send it. */
  sends: number;
}

export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";
