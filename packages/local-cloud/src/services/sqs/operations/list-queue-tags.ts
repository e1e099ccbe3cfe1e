import type { ListQueueTagsRequest, ListQueueTagsResult } from "@aws-sdk/client-sqs";
import type { Operation, Wire } from "../../../core/service.ts";
import type { SqsState } from "../state.ts";

export function listQueueTags(state: SqsState): Operation<Wire<ListQueueTagsRequest>, Wire<ListQueueTagsResult>> {
  return (input, context) => {
    const { tags } = state.open(input.QueueUrl, "ListQueueTags", context);
    return Object.keys(tags).length > 0 ? { Tags: tags } : {};
  };
}
