import type { DeleteMessageRequest } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { deleteByReceipt } from "../by-receipt.ts";
import { recordGauges } from "../metrics.ts";
import type { SqsState } from "../state.ts";

export function deleteMessage(state: SqsState): Operation<Wire<DeleteMessageRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "DeleteMessage", context);
    deleteByReceipt(state, queue, input.ReceiptHandle);
    recordGauges(state, queue);
    return {};
  };
}
