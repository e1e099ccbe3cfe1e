import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from "@aws-sdk/client-eventbridge";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkResourceArn, checkTaggedResource } from "../tagged-resource.ts";

/** "ListTagsForResource". */
export function listTagsForResource(
  bridge: EventBridge,
): Operation<Wire<ListTagsForResourceRequest>, Wire<ListTagsForResourceResponse>> {
  return (input, context) => {
    const arn = checkResourceArn(input.ResourceARN);
    context.authorize({ action: "events:ListTagsForResource", resource: arn });
    checkTaggedResource(bridge, arn);
    return { Tags: bridge.tags.of(arn) };
  };
}
