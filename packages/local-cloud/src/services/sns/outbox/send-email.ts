import { notification, type PublishedMessage, textFor, unsubscribeUrl } from "../message.ts";
import type { SnsState, Subscription } from "../state.ts";

/** An e-mail that SNS would send. It stays in the account's store; nothing leaves this machine. */
export interface OutboxMessage {
  id: string;
  type: "SubscriptionConfirmation" | "Notification";
  /** Milliseconds since 1970. */
  at: number;
  to: string;
  topicArn: string;
  subscriptionArn: string;
  subject: string;
  body: string;
  /** Of a confirmation: the token for ConfirmSubscription. */
  token?: string;
  /** Of a confirmation: the URL that confirms the subscription when it is opened. */
  confirmUrl?: string;
}

export const outboxPrefix = "/_local/outbox";

export function outboxOf({ account }: SnsState) {
  return account.store.collection<OutboxMessage>("sns/outbox");
}

export function sendConfirmation(state: SnsState, subscription: Subscription, token: string): void {
  const confirmUrl = `${state.account.endpoint}${outboxPrefix}/confirm/${token}`;
  post(state, subscription, {
    type: "SubscriptionConfirmation",
    subject: "AWS Notification - Subscription Confirmation",
    body: `You have chosen to subscribe to the topic:\n${subscription.topicArn}\n\nTo confirm this subscription, open:\n${confirmUrl}\n`,
    token,
    confirmUrl,
  });
}

export function sendNotification(state: SnsState, subscription: Subscription, message: PublishedMessage): void {
  const asJson = subscription.protocol === "email-json";
  const trailer = `\n\n--\nTo stop receiving notifications from this topic, open:\n${unsubscribeUrl(state.account, subscription)}\n`;
  post(state, subscription, {
    type: "Notification",
    subject: message.subject ?? "AWS Notification Message",
    body: asJson ? notification(state.account, message, subscription) : textFor(message, "email") + trailer,
  });
}

function post(
  state: SnsState,
  subscription: Subscription,
  mail: Pick<OutboxMessage, "type" | "subject" | "body" | "token" | "confirmUrl">,
): void {
  const { store, clock, random } = state.account;
  outboxOf(state).set(store.sequence(), {
    id: random.uuid(),
    at: clock.now(),
    to: subscription.endpoint,
    topicArn: subscription.topicArn,
    subscriptionArn: subscription.arn,
    ...mail,
  });
}
