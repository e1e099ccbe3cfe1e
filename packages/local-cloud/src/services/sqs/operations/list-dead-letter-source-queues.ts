import type { ListDeadLetterSourceQueuesRequest, ListDeadLetterSourceQueuesResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { pageOfNames } from "../page.ts";
import { redrivePolicyOf } from "../redrive-policy.ts";
import { queueUrl, type SqsState } from "../state.ts";

export function listDeadLetterSourceQueues(
  state: SqsState,
): Operation<Wire<ListDeadLetterSourceQueuesRequest>, Wire<ListDeadLetterSourceQueuesResult>> {
  return (input, context) => {
    const target = state.arn(state.open(input.QueueUrl, "ListDeadLetterSourceQueues", context));
    const sources = [...state.queues.values()].filter(
      (queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === target,
    );
    const { items, ...next } = pageOfNames(sources.map(({ name }) => name).sort(), input);
    return { queueUrls: items.map((name) => queueUrl(context.account, name)), ...next };
  };
}
