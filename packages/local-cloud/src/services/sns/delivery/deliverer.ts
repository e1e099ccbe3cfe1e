import { AwsError } from "../../../core/aws-error.ts";
import { isTransient } from "../../../core/transient.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import { compileFilterPolicy } from "../filter-policy.ts";
import { type PublishedMessage, textFor } from "../message.ts";
import { recordTopicMetric } from "../metrics.ts";
import type { Delivery, SnsState, Subscription } from "../state.ts";
import { scopeOf } from "../subscription-attributes.ts";
import { sendToDeadLetterQueue } from "./dead-letter.ts";
import { deliver } from "./deliver.ts";
import { retryDelayMs } from "./retry-schedule.ts";

/** Delivers messages to subscriptions. A pending delivery is in the store until it has arrived or was given up. */
export class Deliverer {
  readonly #state: SnsState;
  /** Notifications that have not arrived. */
  readonly queue: WorkQueue<Delivery>;
  /** The keys of deliveries that are being attempted. */
  readonly #attempting = new Set<string>();

  constructor(state: SnsState) {
    this.#state = state;
    this.queue = new WorkQueue({
      account: state.account,
      items: state.deliveries,
      run: (key, delivery) => this.#inTurn(key, delivery),
    });
  }

  /** Starts the delivery, unless the subscription is not confirmed or its filter policy rejects the message. */
  offer(subscription: Subscription, message: PublishedMessage): void {
    if (subscription.pendingToken !== undefined) return;
    if (!wants(subscription, message)) {
      this.#count(subscription, "NumberOfNotificationsFilteredOut");
      return;
    }
    const dueAt = this.#state.account.clock.now();
    this.queue.add({ subscriptionArn: subscription.arn, message, failures: 0, dueAt });
  }

  /**
   * On a FIFO topic, a message waits until those before it in its group have arrived at the subscription, or were given up
   * ("Amazon SNS message ordering details for FIFO topics").
   */
  async #inTurn(key: string, delivery: Delivery): Promise<void> {
    if (delivery.message.sequenceNumber === undefined) return this.#attempt(key, delivery);
    if (this.#attempting.has(key) || this.#firstOfGroup(delivery) !== key) return;
    this.#attempting.add(key);
    try {
      await this.#attempt(key, delivery);
    } finally {
      this.#attempting.delete(key);
    }
    const next = this.#firstOfGroup(delivery);
    if (next !== undefined && next !== key) this.queue.runNow(next);
  }

  /** The key of the first pending delivery of the same group to the same subscription. */
  #firstOfGroup({ subscriptionArn, message }: Delivery): string | undefined {
    for (const [key, other] of this.queue.entries()) {
      const sameGroup = other.message.sequenceNumber !== undefined && other.message.groupId === message.groupId;
      if (sameGroup && other.subscriptionArn === subscriptionArn) return key;
    }
    return undefined;
  }

  async #attempt(key: string, delivery: Delivery): Promise<void> {
    const subscription = this.#state.subscriptions.get(delivery.subscriptionArn);
    if (!subscription) return this.queue.remove(key);
    try {
      await deliver(this.#state, subscription, delivery.message);
    } catch (error) {
      return this.#failed(key, delivery, subscription, error);
    }
    this.queue.remove(key);
    this.#count(subscription, "NumberOfNotificationsDelivered");
  }

  async #failed(key: string, delivery: Delivery, subscription: Subscription, error: unknown): Promise<void> {
    const failures = delivery.failures + 1;
    const delayMs = isTransient(error) ? retryDelayMs(failures) : undefined;
    if (delayMs !== undefined) {
      const dueAt = this.#state.account.clock.now() + delayMs;
      this.#attempting.delete(key);
      this.queue.schedule(key, { ...delivery, failures, dueAt });
      return;
    }
    this.#count(subscription, "NumberOfNotificationsFailed");
    const outcome = await sendToDeadLetterQueue(this.#state, subscription, delivery.message, asAwsError(error));
    if (outcome === "sent") this.#count(subscription, "NumberOfNotificationsRedrivenToDlq");
    if (outcome === "failed") this.#count(subscription, "NumberOfNotificationsFailedToRedriveToDlq");
    this.queue.remove(key);
  }

  #count(subscription: Subscription, name: string): void {
    recordTopicMetric(this.#state.account, subscription.topicArn, name, 1);
  }
}

function wants({ attributes, protocol }: Subscription, message: PublishedMessage): boolean {
  if (!attributes.FilterPolicy) return true;
  const filter = compileFilterPolicy(attributes.FilterPolicy, scopeOf(attributes));
  return filter({ attributes: message.attributes, text: textFor(message, protocol) });
}

function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError ? error : new AwsError("InternalError", String(error), 500);
}
