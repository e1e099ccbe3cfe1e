import type { UntagResourceRequest } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { list } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { taggedTopic } from "../tags.ts";

export function untagResource(state: SnsState): Operation<Wire<UntagResourceRequest>, object> {
  return (input, context) => {
    const topic = taggedTopic(state, input.ResourceArn, "UntagResource", context);
    const dropped = new Set(list<string>(input.TagKeys));
    const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !dropped.has(key)));
    state.topics.set(topic.arn, { ...topic, tags });
    return {};
  };
}
