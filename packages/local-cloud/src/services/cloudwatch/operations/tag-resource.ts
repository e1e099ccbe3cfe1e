import type { TagResourceInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import type { CloudWatchState } from "../state.ts";
import { tagErrors, taggedArn, tagMap } from "../tags.ts";

export function tagResource(monitoring: CloudWatchState): Operation<Wire<TagResourceInput>, object> {
  return (input, context) => {
    const arn = taggedArn(monitoring, context, "cloudwatch:TagResource", input.ResourceARN);
    monitoring.tags.set(arn, addTags(monitoring.tags.get(arn), tagMap(input.Tags), tagErrors));
    return {};
  };
}
