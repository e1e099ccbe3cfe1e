import type { UntagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import type { LogsState } from "../state.ts";
import { taggedGroup } from "../tags.ts";
import { required } from "../validate.ts";

export function untagResource(state: LogsState): Operation<Wire<UntagResourceRequest>, object> {
  return (input, context) => {
    const group = taggedGroup(state, context, "logs:UntagResource", input.resourceArn);
    const dropped = new Set(required(input.tagKeys, "tagKeys"));
    const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !dropped.has(key)));
    state.groups.set(group.name, { ...group, tags });
    return {};
  };
}
