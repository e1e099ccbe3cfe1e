import type { TagResourceRequest } from "@aws-sdk/client-cloudwatch-logs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { LogsState } from "../state.ts";
import { taggedGroup } from "../tags.ts";
import { required } from "../validate.ts";

export function tagResource(state: LogsState): Operation<Wire<TagResourceRequest>, object> {
  return (input, context) => {
    const group = taggedGroup(state, context, "logs:TagResource", input.resourceArn);
    const tags = { ...group.tags, ...required(input.tags, "tags") };
    if (Object.keys(tags).length > 50) {
      throw new AwsError("TooManyTagsException", "A resource can have no more than 50 tags.", 400, {
        resourceName: input.resourceArn,
      });
    }
    state.groups.set(group.name, { ...group, tags });
    return {};
  };
}
