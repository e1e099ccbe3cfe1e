import type { DeleteTopicInput } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { required } from "../errors.ts";
import { checkArn, type SnsState } from "../state.ts";

/** Deletes the topic with its subscriptions. A topic that does not exist is no error. */
export function deleteTopic(state: SnsState): Operation<Wire<DeleteTopicInput>, undefined> {
  return (input, { authorize }) => {
    const arn = checkArn(required(input.TopicArn, "TopicArn"), "TopicArn");
    authorize({ action: "sns:DeleteTopic", resource: arn });
    for (const subscription of state.subscriptionsOf(arn)) state.subscriptions.delete(subscription.arn);
    const topic = state.topics.get(arn);
    if (topic) state.remove(topic);
    return undefined;
  };
}
