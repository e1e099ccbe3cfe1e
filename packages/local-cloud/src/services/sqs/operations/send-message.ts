import type { SendMessageRequest, SendMessageResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkMessage, enqueue } from "../send.ts";
import type { SqsState } from "../state.ts";

export function sendMessage(state: SqsState): Operation<Wire<SendMessageRequest>, Wire<SendMessageResult>> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "SendMessage", context);
    checkMessage(queue, input);
    return enqueue(state, queue, input, context);
  };
}
