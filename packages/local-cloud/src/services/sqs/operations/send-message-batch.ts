import type { SendMessageBatchRequest, SendMessageBatchResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { maxMessageBytes } from "../attributes.ts";
import { runBatch } from "../batch.ts";
import { checkBatchForType } from "../fifo.ts";
import { checkMessage, enqueue, messageBytes } from "../send.ts";
import type { SqsState } from "../state.ts";

/** All messages together have the size limit of one message. */
export function sendMessageBatch(
  state: SqsState,
): Operation<Wire<SendMessageBatchRequest>, Partial<Wire<SendMessageBatchResult>>> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "SendMessage", context);
    const bytes = (input.Entries ?? []).reduce((sum, entry) => sum + messageBytes(entry), 0);
    if (bytes > maxMessageBytes) {
      throw new AwsError(
        "BatchRequestTooLong",
        `Batch requests cannot be longer than ${maxMessageBytes} bytes. You have sent ${bytes} bytes.`,
      );
    }
    checkBatchForType(queue, input.Entries ?? []);
    return runBatch(input.Entries, "SendMessageBatchRequestEntry", (entry) => {
      checkMessage(queue, entry);
      return enqueue(state, queue, entry, context);
    });
  };
}
