import type { SetQueueAttributesRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { changeAttributes } from "../attributes.ts";
import { required } from "../errors.ts";
import { recordGauges } from "../metrics.ts";
import type { SqsState } from "../state.ts";

export function setQueueAttributes(state: SqsState): Operation<Wire<SetQueueAttributesRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "SetQueueAttributes", context);
    const changes = required(input.Attributes, "Attributes");
    const attributes = changeAttributes(state, state.arn(queue), queue.attributes, changes);
    const changed = { ...queue, attributes, modifiedAt: context.account.clock.now() };
    state.queues.set(queue.name, changed);
    recordGauges(state, changed);
    return {};
  };
}
