import type { EventEnvelope } from "../envelope.ts";
import type { Target } from "../stored.ts";

/**
 * One event on its way to one target, as it lies in the store until it has arrived, gone to the
 * dead-letter queue, or been given up. It carries the target as it was when the event matched:
 * a target that changes or goes meanwhile does not take its events along.
 */
export interface Delivery {
  ruleArn: string;
  ruleName: string;
  busName: string;
  target: Target;
  event: EventEnvelope;
  traceHeader?: string | undefined;
  /** The event came from another bus. */
  forwarded: boolean;
  /** When the bus accepted the event: its age counts from here. Milliseconds, like all times here. */
  ingestedAt: number;
  /** Attempts made so far. */
  attempts: number;
  /** When the next attempt is due. */
  dueAt: number;
  /** How the last attempt failed. */
  lastFailure?: Failure | undefined;
  /** The coming attempt has been asked about, or is itself what a fault made: no fault strikes it (again). */
  exempt?: boolean;
  /** Delivery has been given up, and this is on its way to the dead-letter queue. */
  deadLetter?: DeadLetter | undefined;
}

/** Why an attempt failed, in the terms of a dead letter's attributes. */
export interface Failure {
  code: ErrorCode;
  message: string;
  /** Throttles and 5xx alone are tried again. */
  retryable: boolean;
}

/** The ERROR_CODEs of "Using dead-letter queues to process undelivered events" that can happen here. */
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
  /** Times that sending it has been tried. */
  sends: number;
}

export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";
