import type { ListTagsForResourceInput, ListTagsForResourceOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { listTags } from "../../../core/tags.ts";
import type { CloudWatchState } from "../state.ts";
import { taggedArn } from "../tags.ts";

export function listTagsForResource(
  monitoring: CloudWatchState,
): Operation<Wire<ListTagsForResourceInput>, Wire<ListTagsForResourceOutput>> {
  return (input, context) => {
    const arn = taggedArn(monitoring, context, "cloudwatch:ListTagsForResource", input.ResourceARN);
    return { Tags: listTags(monitoring.tags.get(arn)) };
  };
}
