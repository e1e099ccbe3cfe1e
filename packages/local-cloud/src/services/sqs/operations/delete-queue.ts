import type { DeleteQueueRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import type { SqsState } from "../state.ts";

/** Deletes the queue with its messages. Unlike on AWS, the name is free at once, not after 60 seconds. */
export function deleteQueue(state: SqsState): Operation<Wire<DeleteQueueRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "DeleteQueue", context);
    state.remove(queue);
    return {};
  };
}
