import type { DeleteScheduleGroupInput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { defaultGroup } from "../arns.ts";
import { validationError } from "../errors.ts";
import { authorizeGroup } from "../groups.ts";
import type { Scheduler } from "../scheduler.ts";

/** "DeleteScheduleGroup": deletes the group's schedules too. Here that is over at once, so no group is ever DELETING. */
export function deleteScheduleGroup(scheduler: Scheduler) {
  return ({ Name }: Wire<DeleteScheduleGroupInput>, context: CallContext): object => {
    const { state } = scheduler;
    const { name } = authorizeGroup(context, "scheduler:DeleteScheduleGroup", Name);
    if (name === defaultGroup) throw validationError("The default schedule group cannot be deleted.");
    state.group(name);
    for (const schedule of [...state.schedules.values()]) if (schedule.groupName === name) scheduler.delete(schedule);
    state.groups.delete(name);
    return {};
  };
}
