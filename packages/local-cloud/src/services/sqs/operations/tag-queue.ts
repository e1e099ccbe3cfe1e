import type { TagQueueRequest } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import { required } from "../errors.ts";
import type { SqsState } from "../state.ts";

export function tagQueue(state: SqsState): Operation<Wire<TagQueueRequest>, object> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "TagQueue", context);
    const tooMany = () => new AwsError("InvalidParameterValue", `Too many tags added for queue ${queue.name}.`);
    const tags = addTags(queue.tags, required(input.Tags, "Tags"), { tooMany });
    state.queues.set(queue.name, { ...queue, tags });
    return {};
  };
}
