import type { Account } from "../../../core/account.ts";
import type { Invocation } from "./invocation.ts";

/** The payload for the target, with the context attributes filled in ("Adding context attributes in EventBridge Scheduler"). */
export function inputOf(account: Account, invocation: Invocation): string {
  const { scheduleArn, scheduledAt, executionId, attempts, target } = invocation;
  if (target.Input === undefined) return defaultNotification(account, invocation);
  return target.Input.replaceAll("<aws.scheduler.schedule-arn>", scheduleArn)
    .replaceAll("<aws.scheduler.scheduled-time>", isoTime(scheduledAt))
    .replaceAll("<aws.scheduler.execution-id>", executionId)
    .replaceAll("<aws.scheduler.attempt-number>", String(attempts));
}

/** E.g. 2026-01-01T12:00:00Z. */
export function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/**
 * What a target without an input receives. The API reference (Target) calls it a default notification and does not show
 * it; this is the event that functions log on AWS.
 */
function defaultNotification(account: Account, { scheduleArn, scheduledAt, executionId }: Invocation): string {
  return JSON.stringify({
    version: "0",
    id: uuidOf(executionId),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: account.id,
    time: isoTime(scheduledAt),
    region: account.region,
    resources: [scheduleArn],
    detail: "{}",
  });
}

function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(1, 4)}-${hex.slice(4, 16)}`;
}
