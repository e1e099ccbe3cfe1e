import type { UntagQueueRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import { required } from "../errors.ts";
import type { SqsState } from "../state.ts";

export function untagQueue(state: SqsState): Operation<Wire<UntagQueueRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "UntagQueue", context);
    const tags = removeTags(queue.tags, required(input.TagKeys, "TagKeys"));
    state.queues.set(queue.name, { ...queue, tags });
    return {};
  };
}
