import type { SnsState, Subscription } from "./state.ts";

/** Confirms the subscription that waits for `token`; undefined if none does. Once confirmed, the token does no harm. */
export function confirmByToken(state: SnsState, token: string, topicArn?: string): Subscription | undefined {
  for (const subscription of state.subscriptions.values()) {
    if (subscription.pendingToken !== token) continue;
    if (topicArn !== undefined && subscription.topicArn !== topicArn) return undefined;
    const { pendingToken: _used, ...confirmed } = subscription;
    state.subscriptions.set(subscription.arn, confirmed);
    return confirmed;
  }
  return undefined;
}
