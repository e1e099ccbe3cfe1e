import type { UntagQueueRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { required } from "../errors.ts";
import type { SqsState } from "../state.ts";

export function untagQueue(state: SqsState): Operation<Wire<UntagQueueRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "UntagQueue", context);
    const dropped = new Set(required(input.TagKeys, "TagKeys"));
    const tags = Object.fromEntries(Object.entries(queue.tags).filter(([key]) => !dropped.has(key)));
    state.queues.set(queue.name, { ...queue, tags });
    return {};
  };
}
