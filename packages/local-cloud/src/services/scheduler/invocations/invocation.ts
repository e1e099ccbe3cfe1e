import type { Work } from "../../../core/work-queue.ts";
import type { Target } from "../stored.ts";

/**
 * One invocation of a schedule's target, from the schedule's time until the target has accepted it, the dead-letter queue
 * has, or it is dropped. It holds the target as it was at that time: what happens to the schedule later does not affect it.
 */
export interface Invocation extends Work {
  scheduleKey: string;
  scheduleId: string;
  scheduleArn: string;
  groupName: string;
  target: Target;
  /** The schedule's time, in milliseconds since 1970. */
  scheduledAt: number;
  /** When the first attempt is due: in the flexible time window, or after a restart, this is later. The age counts from here. */
  firstDueAt: number;
  attempts: number;
  /** Of the last attempt: each has its own. */
  executionId: string;
  lastFailure?: Failure | undefined;
  /** Set once the invocation has been given up and is being sent to the dead-letter queue. */
  deadLetter?: DeadLetter | undefined;
}

/** Why an attempt failed, as a dead letter says it. */
export interface Failure {
  code: string;
  message: string;
  retryable: boolean;
  throttled: boolean;
}

interface DeadLetter {
  condition?: ExhaustedCondition | undefined;
  /** Attempts made to send it. */
  sends: number;
}

export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";
