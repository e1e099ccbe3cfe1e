import type { UntagResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import type { CloudWatchState } from "../state.ts";
import { taggedArn } from "../tags.ts";

export function untagResource(monitoring: CloudWatchState): Operation<Wire<UntagResourceInput>, object> {
  return (input, context) => {
    const arn = taggedArn(monitoring, context, "cloudwatch:UntagResource", input.ResourceARN);
    monitoring.tags.set(arn, removeTags(monitoring.tags.get(arn), input.TagKeys ?? []));
    return {};
  };
}
