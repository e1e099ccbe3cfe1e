import type { TagQueueRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { required } from "../errors.ts";
import type { SqsState } from "../state.ts";

const maxTags = 50;

export function tagQueue(state: SqsState): Operation<Wire<TagQueueRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "TagQueue", context);
    const tags = { ...queue.tags, ...required(input.Tags, "Tags") };
    if (Object.keys(tags).length > maxTags) {
      throw new AwsError("InvalidParameterValue", `Too many tags added for queue ${queue.name}.`);
    }
    state.queues.set(queue.name, { ...queue, tags });
    return {};
  };
}
