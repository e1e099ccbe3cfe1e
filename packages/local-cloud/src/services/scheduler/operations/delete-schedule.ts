import type { DeleteScheduleInput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { namesIn } from "../names.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizeSchedule } from "../schedules.ts";

/** "DeleteSchedule". */
export function deleteSchedule(scheduler: Scheduler) {
  return (input: Wire<DeleteScheduleInput>, context: CallContext): object => {
    authorizeSchedule(context, "scheduler:DeleteSchedule", input);
    const { name, groupName } = namesIn(input);
    scheduler.delete(scheduler.state.schedule(groupName, name));
    return {};
  };
}
