import type { TagResourceRequest } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkResourceArn, checkTaggedResource } from "../tagged-resource.ts";
import { checkTags } from "../tags.ts";

/** "TagResource": adds tags to a bus or a rule, and gives existing ones their new values. */
export function tagResource(bridge: EventBridge): Operation<Wire<TagResourceRequest>, object> {
  return (input, context) => {
    const arn = checkResourceArn(input.ResourceARN);
    new Constraints().list("tags", input.Tags, { required: true }).check();
    checkTags(input.Tags);
    context.authorize({ action: "events:TagResource", resource: arn });
    checkTaggedResource(bridge, arn);
    bridge.tags.add(arn, input.Tags!);
    return {};
  };
}
