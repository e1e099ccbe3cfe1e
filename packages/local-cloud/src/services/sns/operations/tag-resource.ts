import type { TagResourceRequest } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import { list } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { tagErrors, taggedTopic, tagsFrom } from "../tags.ts";

export function tagResource(state: SnsState): Operation<Wire<TagResourceRequest>, object> {
  return (input, context) => {
    const topic = taggedTopic(state, input.ResourceArn, "TagResource", context);
    const tags = addTags(topic.tags, tagsFrom(list(input.Tags)), tagErrors);
    state.topics.set(topic.arn, { ...topic, tags });
    return {};
  };
}
