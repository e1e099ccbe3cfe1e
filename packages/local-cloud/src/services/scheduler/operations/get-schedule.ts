import type { GetScheduleInput, GetScheduleOutput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { namesIn } from "../names.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizeSchedule, describeFully } from "../schedules.ts";

/** "GetSchedule". */
export function getSchedule({ state }: Scheduler) {
  return (input: Wire<GetScheduleInput>, context: CallContext): Wire<GetScheduleOutput> => {
    authorizeSchedule(context, "scheduler:GetSchedule", input);
    const { name, groupName } = namesIn(input);
    return describeFully(state.schedule(groupName, name));
  };
}
