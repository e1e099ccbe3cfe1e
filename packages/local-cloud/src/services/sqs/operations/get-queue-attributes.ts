import type { GetQueueAttributesRequest, GetQueueAttributesResult } from "@aws-sdk/client-sqs";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { effectiveAttributes, isKnownAttribute } from "../attributes.ts";
import { countMessages } from "../counts.ts";
import { dropExpired } from "../receive.ts";
import type { Queue, SqsState } from "../state.ts";

export function getQueueAttributes(
  state: SqsState,
): Operation<Wire<GetQueueAttributesRequest>, Wire<GetQueueAttributesResult>> {
  return (input, context) => {
    const queue = state.open(input.QueueUrl, "GetQueueAttributes", context);
    const wanted: string[] = input.AttributeNames ?? [];
    for (const name of wanted) {
      if (!isKnownAttribute(name)) throw new AwsError("InvalidAttributeName", `Unknown Attribute ${name}.`);
    }
    if (wanted.length === 0) return {};
    const all = allAttributes(state, queue);
    if (wanted.includes("All")) return { Attributes: all };
    return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name))) };
  };
}

function allAttributes(state: SqsState, queue: Queue): Record<string, string> {
  dropExpired(state, queue);
  const counts = countMessages(state, queue);
  return {
    ...effectiveAttributes(queue),
    QueueArn: state.arn(queue),
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.notVisible),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAt / 1000)),
  };
}
