import type { Account } from "../../../core/account.ts";
import type { Timer } from "../../../core/clock.ts";
import type { Collection } from "../../../core/store.ts";
import type { Archives } from "../archive/archives.ts";
import type { Collections } from "../collections.ts";
import { deliverToTarget } from "../targets/index.ts";
import { backoffMs } from "./backoff.ts";
import { sendToDeadLetterQueue } from "./dead-letter-queue.ts";
import type { Delivery, ExhaustedCondition, Failure } from "./delivery.ts";
import { failureOf } from "./failure.ts";
import { countAttempt, countCompleted, countCreated, countDeadLetter, countDelivered, countFailed } from "./metrics.ts";
import { exhaustedCondition, lastMomentOf } from "./retry-policy.ts";

/** A dead letter that its queue throttles is sent again this often, and then is lost. */
const mostDeadLetterSends = 10;

/**
 * The target layer: brings each event to each target at least once, in no promised order, or to
 * the target's dead-letter queue, or gives it up. What is under way lies in the store, so that a
 * restart takes it up again.
 */
export class Deliveries {
  readonly #account: Account;
  readonly #archives: Archives;
  readonly #pending: Collection<Delivery>;
  readonly #timers = new Map<string, Timer>();
  readonly #working = new Set<Promise<void>>();
  /** Of its own, so that a retry does not shift everybody else's chances. */
  readonly #random;
  #closed = false;

  constructor(account: Account, state: Collections, archives: Archives) {
    this.#account = account;
    this.#archives = archives;
    this.#pending = state.deliveries;
    this.#random = account.random.fork();
  }

  /** Keeps a new delivery and makes its first attempt at once. */
  add(delivery: Delivery): void {
    const key = this.#account.store.sequence();
    this.#pending.set(key, delivery);
    countCreated(this.#account);
    // Not before the event has been taken in whole: the caller's answer does not wait for deliveries.
    void this.#account.activity.track(Promise.resolve().then(() => this.#start(key)));
  }

  resume(): void {
    for (const [key, delivery] of this.#pending.entries()) this.#wait(key, delivery);
  }

  /** Begins nothing more, and lets what is being sent come to its end, so that the store knows of it. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
    await Promise.allSettled(this.#working);
  }

  #start(key: string): Promise<void> {
    const work = this.#work(key).finally(() => this.#working.delete(work));
    this.#working.add(work);
    return work;
  }

  /** Does what is due of a delivery: an attempt, or sending its dead letter. */
  async #work(key: string): Promise<void> {
    this.#timers.delete(key);
    const delivery = this.#pending.get(key);
    if (!delivery || this.#closed) return;
    if (delivery.deadLetter) return this.#sendDeadLetter(key, delivery);
    const spent = delivery.lastFailure && exhaustedCondition(delivery, this.#account.clock.now());
    if (spent) return this.#giveUp(key, delivery, delivery.lastFailure!, spent);
    if (this.#struckByFault(key, delivery)) return;
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
    this.#pending.delete(key);
  }

  async #failed(key: string, delivery: Delivery, failure: Failure): Promise<void> {
    if (!failure.retryable) return this.#giveUp(key, delivery, failure);
    const now = this.#account.clock.now();
    const spent = exhaustedCondition(delivery, now);
    if (spent) return this.#giveUp(key, delivery, failure, spent);
    const dueAt = Math.min(now + backoffMs(delivery.attempts, this.#random), lastMomentOf(delivery));
    this.#keep(key, { ...delivery, lastFailure: failure, dueAt });
  }

  async #giveUp(key: string, delivery: Delivery, failure: Failure, condition?: ExhaustedCondition): Promise<void> {
    countFailed(this.#account, delivery);
    if (!delivery.target.DeadLetterConfig?.Arn) {
      this.#pending.delete(key);
      return;
    }
    const doomed: Delivery = { ...delivery, deadLetter: { failure, condition, sends: 0 } };
    this.#pending.set(key, doomed);
    await this.#sendDeadLetter(key, doomed);
  }

  async #sendDeadLetter(key: string, delivery: Delivery): Promise<void> {
    const sends = delivery.deadLetter!.sends + 1;
    try {
      await sendToDeadLetterQueue(this.#account, delivery, delivery.deadLetter!);
      countDeadLetter(this.#account, delivery, true);
      this.#pending.delete(key);
    } catch (error) {
      if (failureOf(error).retryable && sends < mostDeadLetterSends) {
        const dueAt = this.#account.clock.now() + backoffMs(sends, this.#random);
        this.#keep(key, { ...delivery, dueAt, deadLetter: { ...delivery.deadLetter!, sends } });
        return;
      }
      countDeadLetter(this.#account, delivery, false);
      this.#pending.delete(key);
    }
  }

  /** Asks whether something is to go wrong with the coming attempt; says whether it has been put off. */
  #struckByFault(key: string, delivery: Delivery): boolean {
    // An archive is no target that anybody gave a rule.
    if (delivery.exempt || this.#archives.isArchive(delivery.target)) return false;
    const { ruleArn, target, event } = delivery;
    const fault = this.#account.faults.onDelivery({ ruleArn, targetArn: target.Arn!, eventId: event.id });
    if (fault?.kind === "duplicate") this.add({ ...delivery, exempt: true });
    if (fault?.kind !== "delay") return false;
    this.#keep(key, { ...delivery, exempt: true, dueAt: this.#account.clock.now() + fault.ms });
    return true;
  }

  #keep(key: string, delivery: Delivery): void {
    this.#pending.set(key, delivery);
    this.#wait(key, delivery);
  }

  #wait(key: string, { dueAt }: Delivery): void {
    if (this.#closed) return;
    const timer = this.#account.clock.after(Math.max(0, dueAt - this.#account.clock.now()), () => this.#start(key));
    this.#timers.set(key, timer);
  }
}
