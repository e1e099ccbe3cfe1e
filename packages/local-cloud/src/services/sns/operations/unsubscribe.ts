import type { UnsubscribeInput } from "@aws-sdk/client-sns";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { subscriptionDoesNotExist } from "../errors.ts";
import type { SnsState } from "../state.ts";

/** A subscription that does not exist is no error. */
export function unsubscribe(state: SnsState): Operation<Wire<UnsubscribeInput>, undefined> {
  return (input, context) => {
    try {
      const { arn, topicArn, pendingToken } = state.openSubscription(input.SubscriptionArn, "Unsubscribe", context);
      state.subscriptions.delete(arn);
      const topic = state.topics.get(topicArn);
      if (topic && pendingToken === undefined) {
        state.topics.set(topicArn, { ...topic, deletedSubscriptions: topic.deletedSubscriptions + 1 });
      }
    } catch (error) {
      if (!(error instanceof AwsError && error.code === subscriptionDoesNotExist().code)) throw error;
    }
    return undefined;
  };
}
