import type { UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { taggedGroup } from "../tags.ts";
import { required } from "../validate.ts";

export function untagResource(state: CloudWatchLogsState): Operation<Wire<UntagResourceRequest>, object> {
  return (input, context) => {
    const group = taggedGroup(state, context, "logs:UntagResource", input.resourceArn);
    const tags = removeTags(group.tags, required(input.tagKeys, "tagKeys"));
    state.groups.set(group.name, { ...group, tags });
    return {};
  };
}
