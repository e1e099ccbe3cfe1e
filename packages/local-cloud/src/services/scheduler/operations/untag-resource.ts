import type { UntagResourceInput } from "@aws-sdk/client-scheduler";
import { Constraints } from "../../../core/constraints.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizedGroupByArn } from "../tags.ts";

/** "UntagResource". */
export function untagResource(scheduler: Scheduler) {
  return ({ ResourceArn, TagKeys }: Wire<UntagResourceInput>, context: CallContext): object => {
    const group = authorizedGroupByArn(scheduler, context, "scheduler:UntagResource", ResourceArn);
    new Constraints().list("tagKeys", TagKeys, { required: true, max: 200 }).check();
    scheduler.state.groups.set(group.name, { ...group, tags: removeTags(group.tags, TagKeys!) });
    return {};
  };
}
