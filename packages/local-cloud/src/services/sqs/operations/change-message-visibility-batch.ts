import type { ChangeMessageVisibilityBatchRequest, ChangeMessageVisibilityBatchResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { runBatch } from "../batch.ts";
import { changeVisibility } from "../by-receipt.ts";
import { recordGauges } from "../metrics.ts";
import type { SqsState } from "../state.ts";

export function changeMessageVisibilityBatch(
  state: SqsState,
): Operation<Wire<ChangeMessageVisibilityBatchRequest>, Partial<Wire<ChangeMessageVisibilityBatchResult>>> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "ChangeMessageVisibility", context);
    const result = runBatch(input.Entries, "ChangeMessageVisibilityBatchRequestEntry", (entry) => {
      changeVisibility(state, queue, entry.ReceiptHandle, entry.VisibilityTimeout);
      return {};
    });
    recordGauges(state, queue);
    return result;
  };
}
