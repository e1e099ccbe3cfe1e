import type { TagResourceRequest } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { list } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { checkTagCount, taggedTopic, tagsFrom } from "../tags.ts";

export function tagResource(state: SnsState): Operation<Wire<TagResourceRequest>, object> {
  return (input, context) => {
    const topic = taggedTopic(state, input.ResourceArn, "TagResource", context);
    const tags = checkTagCount({ ...topic.tags, ...tagsFrom(list(input.Tags)) });
    state.topics.set(topic.arn, { ...topic, tags });
    return {};
  };
}
