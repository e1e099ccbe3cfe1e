import type { ListTagsForResourceInput, ListTagsForResourceOutput } from "@aws-sdk/client-scheduler";
import type { CallContext, Wire } from "../../../core/service.ts";
import { listTags } from "../../../core/tags.ts";
import type { Scheduler } from "../scheduler.ts";
import { authorizedGroupByArn } from "../tags.ts";

/** "ListTagsForResource". */
export function listTagsForResource(scheduler: Scheduler) {
  return ({ ResourceArn }: Wire<ListTagsForResourceInput>, context: CallContext): Wire<ListTagsForResourceOutput> => {
    const group = authorizedGroupByArn(scheduler, context, "scheduler:ListTagsForResource", ResourceArn);
    return { Tags: listTags(group.tags) };
  };
}
