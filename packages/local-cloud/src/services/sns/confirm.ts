import type { SnsState, Subscription } from "./state.ts";

/** Confirms and returns the pending subscription with this token; undefined if there is none. A token works once. */
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
