import type { GetScheduleGroupInput, GetScheduleGroupOutput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { authorizeGroup, describeGroup } from "../groups.ts";
import type { Scheduler } from "../scheduler.ts";

/** "GetScheduleGroup". */
export function getScheduleGroup({ state }: Scheduler) {
  return ({ Name }: Wire<GetScheduleGroupInput>, context: CallContext): Wire<GetScheduleGroupOutput> => {
    const { name } = authorizeGroup(context, "scheduler:GetScheduleGroup", Name);
    return describeGroup(state.group(name));
  };
}
