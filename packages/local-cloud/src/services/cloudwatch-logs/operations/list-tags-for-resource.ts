import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { taggedGroup } from "../tags.ts";

export function listTagsForResource(
  state: CloudWatchLogsState,
): Operation<Wire<ListTagsForResourceRequest>, Wire<ListTagsForResourceResponse>> {
  return (input, context) => ({
    tags: taggedGroup(state, context, "logs:ListTagsForResource", input.resourceArn).tags,
  });
}
