import type { GetScheduleOutput, ScheduleSummary } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../core/service.ts";
import { defaultGroup, scheduleArn } from "./arns.ts";
import { type Collections, scheduleKey } from "./collections.ts";
import type { StoredSchedule } from "./stored.ts";

/** @throws AwsError AccessDeniedException unless the caller may do `action` on the schedule that the input names */
export function authorizeSchedule(
  context: CallContext,
  action: string,
  { Name = "", GroupName = defaultGroup }: { Name?: string | undefined; GroupName?: string | undefined },
): void {
  context.authorize({ action, resource: scheduleArn(context.account, GroupName, Name) });
}

export function storedSchedule(
  { schedules }: Collections,
  named: Pick<StoredSchedule, "groupName" | "name">,
): StoredSchedule | undefined {
  return schedules.get(scheduleKey(named));
}

/** As "ListSchedules" shows it. */
export function describeBriefly(schedule: StoredSchedule): Wire<ScheduleSummary> {
  const { arn, name, groupName, state, createdAt, modifiedAt, target } = schedule;
  return {
    Arn: arn,
    Name: name,
    GroupName: groupName,
    State: state,
    CreationDate: createdAt / 1000,
    LastModificationDate: modifiedAt / 1000,
    Target: { Arn: target.Arn! },
  };
}

/** As "GetSchedule" shows it. */
export function describeFully(schedule: StoredSchedule): Wire<GetScheduleOutput> {
  const { description, expression, timezone, startAt, endAt, windowMinutes } = schedule;
  return {
    ...describeBriefly(schedule),
    ...(description !== undefined && { Description: description }),
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone,
    ...(startAt !== undefined && { StartDate: startAt / 1000 }),
    ...(endAt !== undefined && { EndDate: endAt / 1000 }),
    FlexibleTimeWindow:
      windowMinutes === undefined ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: windowMinutes },
    Target: schedule.target,
    ActionAfterCompletion: schedule.actionAfterCompletion,
  };
}
