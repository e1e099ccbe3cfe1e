import type { ChangeMessageVisibilityRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { changeVisibility } from "../by-receipt.ts";
import { recordGauges } from "../metrics.ts";
import type { SqsState } from "../state.ts";

export function changeMessageVisibility(state: SqsState): Operation<Wire<ChangeMessageVisibilityRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "ChangeMessageVisibility", context);
    changeVisibility(state, queue, input.ReceiptHandle, input.VisibilityTimeout);
    recordGauges(state, queue);
    return {};
  };
}
