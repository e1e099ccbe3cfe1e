import { AwsError } from "../../../core/aws-error.ts";
import { compileFilterPolicy } from "../filter-policy.ts";
import { type PublishedMessage, textFor } from "../message.ts";
import { noteTopicMetric } from "../metrics.ts";
import type { Delivery, SnsState, Subscription } from "../state.ts";
import { scopeOf } from "../subscription-attributes.ts";
import { sendToDeadLetterQueue } from "./dead-letter.ts";
import { deliver } from "./deliver.ts";
import { retryDelayMs } from "./retry-schedule.ts";

/** Brings messages to subscriptions; what is under way is in the store until it has arrived or been given up. */
export class Deliverer {
  readonly #state: SnsState;

  constructor(state: SnsState) {
    this.#state = state;
  }

  /** Begins the delivery, unless the subscription is not confirmed or does not want the message. */
  offer(subscription: Subscription, message: PublishedMessage): void {
    if (subscription.pendingToken !== undefined) return;
    if (!wants(subscription, message)) {
      this.#count(subscription, "NumberOfNotificationsFilteredOut");
      return;
    }
    const { store, clock } = this.#state.account;
    const key = store.sequence();
    const { arn: subscriptionArn } = subscription;
    this.#state.deliveries.set(key, { subscriptionArn, message, failures: 0, dueAt: clock.now() });
    this.#schedule(key, 0);
  }

  /** Takes up what was under way when the process ended. */
  resume(): void {
    const now = this.#state.account.clock.now();
    for (const [key, { dueAt }] of this.#state.deliveries.entries()) this.#schedule(key, dueAt - now);
  }

  #schedule(key: string, delayMs: number): void {
    const { activity, clock } = this.#state.account;
    if (delayMs > 0) clock.after(delayMs, () => this.#attempt(key));
    else void activity.track(Promise.resolve().then(() => this.#attempt(key)));
  }

  async #attempt(key: string): Promise<void> {
    const delivery = this.#state.deliveries.get(key);
    const subscription = delivery && this.#state.subscriptions.get(delivery.subscriptionArn);
    if (!subscription) {
      this.#state.deliveries.delete(key);
      return;
    }
    try {
      await deliver(this.#state, subscription, delivery.message);
    } catch (error) {
      await this.#failed(key, delivery, subscription, asAwsError(error));
      return;
    }
    this.#state.deliveries.delete(key);
    this.#count(subscription, "NumberOfNotificationsDelivered");
  }

  /** Only what may pass is tried again: a missing permission, queue or function is final ("client-side errors"). */
  async #failed(key: string, delivery: Delivery, subscription: Subscription, error: AwsError): Promise<void> {
    const failures = delivery.failures + 1;
    const delayMs = isTransient(error) ? retryDelayMs(failures) : undefined;
    if (delayMs !== undefined) {
      const dueAt = this.#state.account.clock.now() + delayMs;
      this.#state.deliveries.set(key, { ...delivery, failures, dueAt });
      this.#schedule(key, delayMs);
      return;
    }
    this.#count(subscription, "NumberOfNotificationsFailed");
    const outcome = await sendToDeadLetterQueue(this.#state, subscription, delivery.message, error);
    if (outcome === "sent") this.#count(subscription, "NumberOfNotificationsRedrivenToDlq");
    if (outcome === "failed") this.#count(subscription, "NumberOfNotificationsFailedToRedriveToDlq");
    this.#state.deliveries.delete(key);
  }

  #count(subscription: Subscription, name: string): void {
    noteTopicMetric(this.#state.account, subscription.topicArn, name, 1);
  }
}

function wants({ attributes, protocol }: Subscription, message: PublishedMessage): boolean {
  if (!attributes.FilterPolicy) return true;
  const filter = compileFilterPolicy(attributes.FilterPolicy, scopeOf(attributes));
  return filter({ attributes: message.attributes, text: textFor(message, protocol) });
}

function isTransient({ status, code }: AwsError): boolean {
  return status >= 500 || status === 429 || /Throttl|TooManyRequests|LimitExceeded/.test(code);
}

/** A broken connection, or whatever else is no answer of AWS's, may pass. */
function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError("InternalError", String(error), 500);
}
