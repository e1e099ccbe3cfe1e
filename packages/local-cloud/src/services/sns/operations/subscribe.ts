import type { SubscribeInput, SubscribeResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { checkEndpoint, checkProtocol } from "../endpoint.ts";
import { invalidParameter, required } from "../errors.ts";
import { sendConfirmation } from "../outbox/send-email.ts";
import type { SnsState, Subscription } from "../state.ts";
import { changeSubscriptionAttributes } from "../subscription-attributes.ts";

/**
 * A queue or function of this account is subscribed at once. An e-mail address must confirm first, with the token that SNS
 * sends to it (here: to the local outbox).
 */
export function subscribe(state: SnsState): Operation<Wire<SubscribeInput>, Wire<SubscribeResponse>> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "Subscribe", context);
    const protocol = checkProtocol(required(input.Protocol, "Protocol"));
    const endpoint = checkEndpoint(topic, protocol, required(input.Endpoint, "Endpoint"));
    const attributes = changeSubscriptionAttributes({ protocol, topicArn: topic.arn }, {}, { ...input.Attributes });
    const existing = state
      .subscriptionsOf(topic.arn)
      .find((subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint);
    if (existing) refuseDifference(existing, attributes);
    const subscription = existing ?? add(state, { topicArn: topic.arn, protocol, endpoint, attributes });
    if (subscription.pendingToken !== undefined) sendConfirmation(state, subscription, subscription.pendingToken);
    const isShown = subscription.pendingToken === undefined || input.ReturnSubscriptionArn;
    return { SubscriptionArn: isShown ? subscription.arn : "pending confirmation" };
  };
}

function add(state: SnsState, properties: Omit<Subscription, "arn">): Subscription {
  const { random } = state.account;
  const subscription: Subscription = {
    ...properties,
    arn: `${properties.topicArn}:${random.uuid()}`,
    ...(properties.protocol.startsWith("email") && { pendingToken: random.hex(64) }),
  };
  state.subscriptions.set(subscription.arn, subscription);
  return subscription;
}

function refuseDifference(existing: Subscription, attributes: Record<string, string>): void {
  const names = new Set([...Object.keys(existing.attributes), ...Object.keys(attributes)]);
  for (const name of names) {
    if (existing.attributes[name] !== attributes[name]) {
      throw invalidParameter("Attributes Reason: Subscription already exists with different attributes");
    }
  }
}
