import type { ListQueuesRequest, ListQueuesResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import { pageOfNames } from "../page.ts";
import { queueUrl, type SqsState } from "../state.ts";

/** Sorted by name, at most 1,000, and paged only if `MaxResults` is given. */
export function listQueues(state: SqsState): Operation<Wire<ListQueuesRequest>, Wire<ListQueuesResult>> {
  return (input, { account, authorize }) => {
    authorize({ action: "sqs:ListQueues", resource: "*" });
    const names = [...state.queues.keys()].filter((name) => name.startsWith(input.QueueNamePrefix ?? "")).sort();
    const { items, ...next } = pageOfNames(names, input);
    return {
      ...(items.length > 0 && { QueueUrls: items.map((name) => queueUrl(account, name)) }),
      ...next,
    };
  };
}
