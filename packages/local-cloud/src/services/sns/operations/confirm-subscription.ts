import type { ConfirmSubscriptionInput, ConfirmSubscriptionResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { confirmByToken } from "../confirm.ts";
import { invalidParameter, required } from "../errors.ts";
import type { SnsState } from "../state.ts";

export function confirmSubscription(
  state: SnsState,
): Operation<Wire<ConfirmSubscriptionInput>, Wire<ConfirmSubscriptionResponse>> {
  return (input, context) => {
    const topic = state.open(input.TopicArn, "ConfirmSubscription", context);
    const subscription = confirmByToken(state, required(input.Token, "Token"), topic.arn);
    if (!subscription) throw invalidParameter("Token");
    return { SubscriptionArn: subscription.arn };
  };
}
