import type { Account } from "../../../core/account.ts";
import { backoffMs } from "../../../core/backoff.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import type { Archives } from "../archive/archives.ts";
import type { Collections } from "../collections.ts";
import { deliverToTarget } from "../targets/index.ts";
import { sendToDeadLetterQueue } from "./dead-letter-queue.ts";
import type { Delivery, ExhaustedCondition, Failure } from "./delivery.ts";
import { failureOf } from "./failure.ts";
import { countAttempt, countCompleted, countCreated, countDeadLetter, countDelivered, countFailed } from "./metrics.ts";
import { exhaustedCondition, retryDeadline } from "./retry-policy.ts";

/** How often a dead letter is sent while its queue throttles it; then it is lost. */
const maxDeadLetterSends = 10;

/**
 * Delivers each event to each target at least once, in no guaranteed order. Undeliverable events go to the target's
 * dead-letter queue, or are dropped. Pending deliveries are in the store, so that a restart resumes them.
 */
export class Deliveries {
  readonly #account: Account;
  readonly #archives: Archives;
  /** Deliveries that are not over. */
  readonly queue: WorkQueue<Delivery>;
  /** A separate generator, since a retry must not shift the draws of others. */
  readonly #random;

  constructor(account: Account, state: Collections, archives: Archives) {
    this.#account = account;
    this.#archives = archives;
    this.queue = new WorkQueue({
      account,
      items: state.deliveries,
      run: (key, delivery) => this.#run(key, delivery),
    });
    this.#random = account.random.fork();
  }

  /** Stores a new delivery and makes its first attempt at once. The caller's answer does not wait for it. */
  add(delivery: Delivery): void {
    this.queue.add(delivery);
    countCreated(this.#account);
  }

  /** Makes an attempt, or sends the dead letter. */
  async #run(key: string, delivery: Delivery): Promise<void> {
    if (delivery.deadLetter) return this.#sendDeadLetter(key, delivery);
    const spent = delivery.lastFailure && exhaustedCondition(delivery, this.#account.clock.now());
    if (spent) return this.#giveUp(key, delivery, delivery.lastFailure!, spent);
    if (this.#isDelayedByFault(key, delivery)) return;
    await this.#attempt(key, { ...delivery, attempts: delivery.attempts + 1, exempt: false });
  }

  async #attempt(key: string, delivery: Delivery): Promise<void> {
    countAttempt(this.#account, delivery);
    try {
      await deliverToTarget(this.#account, this.#archives, delivery);
    } catch (error) {
      countCompleted(this.#account, delivery);
      return this.#failed(key, delivery, failureOf(error));
    }
    countCompleted(this.#account, delivery);
    countDelivered(this.#account, delivery);
    this.queue.remove(key);
  }

  async #failed(key: string, delivery: Delivery, failure: Failure): Promise<void> {
    if (!failure.retryable) return this.#giveUp(key, delivery, failure);
    const now = this.#account.clock.now();
    const spent = exhaustedCondition(delivery, now);
    if (spent) return this.#giveUp(key, delivery, failure, spent);
    const dueAt = Math.min(now + backoffMs(delivery.attempts, this.#random), retryDeadline(delivery));
    this.queue.schedule(key, { ...delivery, lastFailure: failure, dueAt });
  }

  async #giveUp(key: string, delivery: Delivery, failure: Failure, condition?: ExhaustedCondition): Promise<void> {
    countFailed(this.#account, delivery);
    if (!delivery.target.DeadLetterConfig?.Arn) return this.queue.remove(key);
    const doomed: Delivery = { ...delivery, deadLetter: { failure, condition, sends: 0 } };
    this.queue.update(key, doomed);
    await this.#sendDeadLetter(key, doomed);
  }

  async #sendDeadLetter(key: string, delivery: Delivery): Promise<void> {
    const sends = delivery.deadLetter!.sends + 1;
    try {
      await sendToDeadLetterQueue(this.#account, delivery, delivery.deadLetter!);
      countDeadLetter(this.#account, delivery, true);
      this.queue.remove(key);
    } catch (error) {
      if (failureOf(error).retryable && sends < maxDeadLetterSends) {
        const dueAt = this.#account.clock.now() + backoffMs(sends, this.#random);
        this.queue.schedule(key, { ...delivery, dueAt, deadLetter: { ...delivery.deadLetter!, sends } });
        return;
      }
      countDeadLetter(this.#account, delivery, false);
      this.queue.remove(key);
    }
  }

  /** Injects a fault into the coming attempt if one is on; returns whether it delays the attempt. */
  #isDelayedByFault(key: string, delivery: Delivery): boolean {
    // An archive is not a target that anyone added to a rule.
    if (delivery.exempt || this.#archives.isArchive(delivery.target)) return false;
    const { ruleArn, target, event } = delivery;
    const fault = this.#account.faults.onDelivery({ ruleArn, targetArn: target.Arn!, eventId: event.id });
    if (fault?.kind === "duplicate") this.add({ ...delivery, exempt: true });
    if (fault?.kind !== "delay") return false;
    this.queue.schedule(key, { ...delivery, exempt: true, dueAt: this.#account.clock.now() + fault.ms });
    return true;
  }
}
