import type { TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { tagErrors, taggedGroup } from "../tags.ts";
import { required } from "../validate.ts";

export function tagResource(state: CloudWatchLogsState): Operation<Wire<TagResourceRequest>, object> {
  return (input, context) => {
    const group = taggedGroup(state, context, "logs:TagResource", input.resourceArn);
    const tags = addTags(group.tags, required(input.tags, "tags"), tagErrors(input.resourceArn));
    state.groups.set(group.name, { ...group, tags });
    return {};
  };
}
