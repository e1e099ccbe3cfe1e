import type { UntagResourceRequest } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { EventBridge } from "../event-bridge.ts";
import { checkResourceArn, checkTaggedResource } from "../tagged-resource.ts";

/** "UntagResource". */
export function untagResource(bridge: EventBridge): Operation<Wire<UntagResourceRequest>, object> {
  return (input, context) => {
    const arn = checkResourceArn(input.ResourceARN);
    new Constraints().list("tagKeys", input.TagKeys, { required: true }).check();
    context.authorize({ action: "events:UntagResource", resource: arn });
    checkTaggedResource(bridge, arn);
    bridge.tags.remove(arn, input.TagKeys!);
    return {};
  };
}
