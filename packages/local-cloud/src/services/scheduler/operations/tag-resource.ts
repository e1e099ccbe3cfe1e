import type { TagResourceInput } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../../core/constraints.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { addTags, tagsFromList } from "../../../core/tags.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizedGroupByArn, constrainTags, tagErrors } from "../tags.ts";

/** "TagResource". */
export function tagResource(scheduler: Scheduler) {
  return ({ ResourceArn, Tags }: Wire<TagResourceInput>, context: CallContext): object => {
    const group = authorizedGroupByArn(scheduler, context, "scheduler:TagResource", ResourceArn);
    constrainTags(new Constraints(), Tags).list("tags", Tags, { required: true }).check();
    const tags = addTags(group.tags, tagsFromList(Tags), tagErrors);
    scheduler.state.groups.set(group.name, { ...group, tags });
    return {};
  };
}
