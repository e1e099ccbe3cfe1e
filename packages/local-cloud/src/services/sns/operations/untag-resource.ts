import type { UntagResourceRequest } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import { list } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { taggedTopic } from "../tags.ts";

export function untagResource(state: SnsState): Operation<Wire<UntagResourceRequest>, object> {
  return (input, context) => {
    const topic = taggedTopic(state, input.ResourceArn, "UntagResource", context);
    state.topics.set(topic.arn, { ...topic, tags: removeTags(topic.tags, list<string>(input.TagKeys)) });
    return {};
  };
}
