import type { ListScheduleGroupsInput, ListScheduleGroupsOutput } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../../core/constraints.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { groupArn } from "../arns.ts";
import { describeGroup } from "../groups.ts";
import { constrainList, page } from "../paging.ts";
import type { Scheduler } from "../scheduler.ts";

/** "ListScheduleGroups", by name. */
export function listScheduleGroups({ account, state }: Scheduler) {
  return (input: Wire<ListScheduleGroupsInput>, context: CallContext): Wire<ListScheduleGroupsOutput> => {
    context.authorize({ action: "scheduler:ListScheduleGroups", resource: groupArn(account, "*") });
    constrainList(new Constraints(), input).check();
    const { NamePrefix = "" } = input;
    const found = [...state.groups.values()].filter(({ name }) => name.startsWith(NamePrefix));
    const { items, ...rest } = page(found, ({ name }) => name, input);
    return { ScheduleGroups: items.map(describeGroup), ...rest };
  };
}
