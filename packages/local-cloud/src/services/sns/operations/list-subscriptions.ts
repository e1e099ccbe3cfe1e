import type { ListSubscriptionsInput, ListSubscriptionsResponse } from "@aws-sdk/client-sns";
import type { Operation, Wire } from "../../../core/service.ts";
import { describeSubscription } from "../description.ts";
import { pageOf } from "../page.ts";
import type { SnsState } from "../state.ts";

export function listSubscriptions(
  state: SnsState,
): Operation<Wire<ListSubscriptionsInput>, Wire<ListSubscriptionsResponse>> {
  return (input, { authorize }) => {
    authorize({ action: "sns:ListSubscriptions", resource: "*" });
    const { items, ...next } = pageOf([...state.subscriptions.values()], input.NextToken);
    return { Subscriptions: items.map((subscription) => describeSubscription(state, subscription)), ...next };
  };
}
