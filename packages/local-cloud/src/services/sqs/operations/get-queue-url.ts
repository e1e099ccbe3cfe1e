import type { GetQueueUrlRequest, GetQueueUrlResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { queueDoesNotExist, required } from "../errors.ts";
import { queueArn, queueUrl, type SqsState } from "../state.ts";

export function getQueueUrl(state: SqsState): Operation<Wire<GetQueueUrlRequest>, Wire<GetQueueUrlResult>> {
  return (input, { account, authorize }) => {
    const name = required(input.QueueName, "QueueName");
    const isOurs = (input.QueueOwnerAWSAccountId ?? account.id) === account.id;
    if (!isOurs || !state.queues.has(name)) throw queueDoesNotExist();
    authorize({ action: "sqs:GetQueueUrl", resource: queueArn(account, name) });
    return { QueueUrl: queueUrl(account, name) };
  };
}
