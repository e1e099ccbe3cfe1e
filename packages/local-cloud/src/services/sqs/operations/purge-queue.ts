import type { PurgeQueueRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { recordGauges } from "../metrics.ts";
import type { SqsState } from "../state.ts";

const minIntervalMs = 60_000;

export function purgeQueue(state: SqsState): Operation<Wire<PurgeQueueRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "PurgeQueue", context);
    const now = context.account.clock.now();
    if (queue.purgedAt !== undefined && now - queue.purgedAt < minIntervalMs) {
      throw new AwsError(
        "PurgeQueueInProgress",
        `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`,
        403,
      );
    }
    state.messages(queue).clear();
    state.queues.set(queue.name, { ...queue, purgedAt: now });
    recordGauges(state, queue);
    return {};
  };
}
