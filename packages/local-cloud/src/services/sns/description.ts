import type { Subscription as Description } from "@aws-sdk/client-sns";
import type { SnsState, Subscription } from "./state.ts";

export function describeSubscription(state: SnsState, subscription: Subscription): Description {
  return {
    SubscriptionArn: subscription.pendingToken === undefined ? subscription.arn : "PendingConfirmation",
    Owner: state.account.id,
    Protocol: subscription.protocol,
    Endpoint: subscription.endpoint,
    TopicArn: subscription.topicArn,
  };
}
