import type { SetSubscriptionAttributesInput } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { required } from "../errors.ts";
import type { SnsState } from "../state.ts";
import { changeSubscriptionAttributes } from "../subscription-attributes.ts";

export function setSubscriptionAttributes(state: SnsState): Operation<Wire<SetSubscriptionAttributesInput>, undefined> {
  return (input, context) => {
    const subscription = state.openSubscription(input.SubscriptionArn, "SetSubscriptionAttributes", context);
    const attributes = changeSubscriptionAttributes(subscription, subscription.attributes, {
      [required(input.AttributeName, "AttributeName")]: input.AttributeValue ?? "",
    });
    state.subscriptions.set(subscription.arn, { ...subscription, attributes });
    return undefined;
  };
}
