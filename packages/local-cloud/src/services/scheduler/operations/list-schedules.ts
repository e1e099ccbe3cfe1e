import type { ListSchedulesInput, ListSchedulesOutput } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../../core/constraints.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { scheduleArn } from "../arns.ts";
import { scheduleKey } from "../collections.ts";
import { nameRule } from "../names.ts";
import { constrainList, page } from "../paging.ts";
import type { Scheduler } from "../scheduler.ts";
import { describeBriefly } from "../schedules.ts";

/** "ListSchedules", by group and name. */
export function listSchedules({ account, state }: Scheduler) {
  return (input: Wire<ListSchedulesInput>, context: CallContext): Wire<ListSchedulesOutput> => {
    const { GroupName, NamePrefix = "", State } = input;
    context.authorize({ action: "scheduler:ListSchedules", resource: scheduleArn(account, GroupName ?? "*", "*") });
    constrainList(new Constraints(), input)
      .text("groupName", GroupName, nameRule)
      .text("state", State, { oneOf: ["ENABLED", "DISABLED"] })
      .check();
    if (GroupName !== undefined) state.group(GroupName);
    const found = [...state.schedules.values()].filter(
      ({ groupName, name, state }) =>
        (GroupName ?? groupName) === groupName && name.startsWith(NamePrefix) && (State ?? state) === state,
    );
    const { items, ...rest } = page(found, scheduleKey, input);
    return { Schedules: items.map(describeBriefly), ...rest };
  };
}
