import type { CreateScheduleGroupInput, CreateScheduleGroupOutput } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../../core/constraints.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { addTags, tagsFromList } from "../../../core/tags.ts";
import { alreadyExists } from "../errors.ts";
import { authorizeGroup } from "../groups.ts";
import { tokenRule } from "../names.ts";
import type { Scheduler } from "../scheduler.ts";
import { constrainTags, tagErrors } from "../tags.ts";

/** "CreateScheduleGroup". With the token of the call that created the group, it is that call again, and no conflict. */
export function createScheduleGroup({ account, state }: Scheduler) {
  return (input: Wire<CreateScheduleGroupInput>, context: CallContext): Wire<CreateScheduleGroupOutput> => {
    const { name, arn } = authorizeGroup(context, "scheduler:CreateScheduleGroup", input.Name);
    constrainTags(new Constraints(), input.Tags).text("clientToken", input.ClientToken, tokenRule).check();
    const existing = state.groups.get(name);
    if (existing && (input.ClientToken === undefined || existing.clientToken !== input.ClientToken))
      throw alreadyExists(`Schedule group ${name}`);
    if (!existing) {
      const now = account.clock.now();
      const tags = addTags({}, tagsFromList(input.Tags), tagErrors);
      state.groups.set(name, { name, arn, createdAt: now, modifiedAt: now, tags, clientToken: input.ClientToken });
    }
    return { ScheduleGroupArn: arn };
  };
}
