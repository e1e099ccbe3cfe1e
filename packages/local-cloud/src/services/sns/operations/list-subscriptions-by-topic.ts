import type { ListSubscriptionsByTopicInput, ListSubscriptionsByTopicResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { describeSubscription } from "../description.ts";
import { pageOf } from "../page.ts";
import type { SnsState } from "../state.ts";

export function listSubscriptionsByTopic(
  state: SnsState,
): Operation<Wire<ListSubscriptionsByTopicInput>, Wire<ListSubscriptionsByTopicResponse>> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "ListSubscriptionsByTopic", context);
    const { items, ...next } = pageOf(state.subscriptionsOf(topic.arn), input.NextToken);
    return { Subscriptions: items.map((subscription) => describeSubscription(state, subscription)), ...next };
  };
}
