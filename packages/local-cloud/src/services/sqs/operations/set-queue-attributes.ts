import type { SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { changeAttributes } from "../attributes.ts";
import { required } from "../errors.ts";
import type { SqsState } from "../state.ts";

export function setQueueAttributes(state: SqsState): Operation<Wire<SetQueueAttributesRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "SetQueueAttributes", context);
    const changes = required(input.Attributes, "Attributes");
    const attributes = changeAttributes(state, state.arn(queue), queue.attributes, changes);
    state.queues.set(queue.name, { ...queue, attributes, modifiedAt: context.account.clock.now() });
    return {};
  };
}
