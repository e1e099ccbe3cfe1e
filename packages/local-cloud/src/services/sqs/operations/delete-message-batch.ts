import type { DeleteMessageBatchRequest, DeleteMessageBatchResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { runBatch } from "../batch.ts";
import { deleteByReceipt } from "../by-receipt.ts";
import { recordGauges } from "../metrics.ts";
import type { SqsState } from "../state.ts";

export function deleteMessageBatch(
  state: SqsState,
): Operation<Wire<DeleteMessageBatchRequest>, Partial<Wire<DeleteMessageBatchResult>>> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "DeleteMessage", context);
    const result = runBatch(input.Entries, "DeleteMessageBatchRequestEntry", (entry) => {
      deleteByReceipt(state, queue, entry.ReceiptHandle);
      return {};
    });
    recordGauges(state, queue);
    return result;
  };
}
