import type { Account } from "../../../core/account.ts";

/** The metrics of "Monitoring Amazon EventBridge Scheduler with Amazon CloudWatch". */
export type SchedulerMetric =
  | "InvocationAttemptCount"
  | "TargetErrorCount"
  | "TargetErrorThrottledCount"
  | "InvocationDroppedCount"
  | "InvocationsSentToDeadLetterCount"
  | "InvocationsFailedToBeSentToDeadLetterCount"
  | `InvocationsFailedToBeSentToDeadLetterCount_${string}`;

/** Counts one, for the schedule's group and for the whole account ("Schedule Group Metrics", "Account Metrics"). */
export function count(account: Account, name: SchedulerMetric, ScheduleGroup: string): void {
  account.metric({ namespace: "AWS/Scheduler", name, dimensions: { ScheduleGroup }, value: 1 });
  account.metric({ namespace: "AWS/Scheduler", name, dimensions: {}, value: 1 });
}
