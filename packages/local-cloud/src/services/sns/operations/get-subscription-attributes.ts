import type { GetSubscriptionAttributesInput, GetSubscriptionAttributesResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import type { SnsState } from "../state.ts";
import { describeSubscriptionAttributes } from "../subscription-attributes.ts";

export function getSubscriptionAttributes(
  state: SnsState,
): Operation<Wire<GetSubscriptionAttributesInput>, Wire<GetSubscriptionAttributesResponse>> {
  return (input, context) => {
    const subscription = state.openSubscription(input.SubscriptionArn, "GetSubscriptionAttributes", context);
    return { Attributes: describeSubscriptionAttributes(subscription, context.account.id) };
  };
}
