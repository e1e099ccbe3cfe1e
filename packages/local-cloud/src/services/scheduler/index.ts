import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { createSchedule } from "./operations/create-schedule.ts";
import { createScheduleGroup } from "./operations/create-schedule-group.ts";
import { deleteSchedule } from "./operations/delete-schedule.ts";
import { deleteScheduleGroup } from "./operations/delete-schedule-group.ts";
import { getSchedule } from "./operations/get-schedule.ts";
import { getScheduleGroup } from "./operations/get-schedule-group.ts";
import { listScheduleGroups } from "./operations/list-schedule-groups.ts";
import { listSchedules } from "./operations/list-schedules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateSchedule } from "./operations/update-schedule.ts";
import { routes } from "./routes.ts";
import { Scheduler } from "./scheduler.ts";

/** Amazon EventBridge Scheduler: schedules, their groups, and the invocation of their targets. */
export function createScheduler(account: Account): Service {
  const scheduler = new Scheduler(account);
  return {
    name: "scheduler",
    wire: { kind: "rest-json", routes },
    operations: {
      CreateSchedule: createSchedule(scheduler),
      UpdateSchedule: updateSchedule(scheduler),
      GetSchedule: getSchedule(scheduler),
      ListSchedules: listSchedules(scheduler),
      DeleteSchedule: deleteSchedule(scheduler),
      CreateScheduleGroup: createScheduleGroup(scheduler),
      GetScheduleGroup: getScheduleGroup(scheduler),
      ListScheduleGroups: listScheduleGroups(scheduler),
      DeleteScheduleGroup: deleteScheduleGroup(scheduler),
      TagResource: tagResource(scheduler),
      UntagResource: untagResource(scheduler),
      ListTagsForResource: listTagsForResource(scheduler),
    },
    pending: () => scheduler.invocations.pending(),
    resume: () => scheduler.resume(),
    close: () => scheduler.close(),
  };
}
