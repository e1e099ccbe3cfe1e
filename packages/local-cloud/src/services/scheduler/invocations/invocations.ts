import type { Account } from "../../../core/account.ts";
import { backoffMs } from "../../../core/backoff.ts";
import type { Principal } from "../../../core/principal.ts";
import type { Random } from "../../../core/random.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import { type Collections, scheduleKey } from "../collections.ts";
import type { StoredSchedule } from "../stored.ts";
import { sendToDeadLetterQueue } from "./dead-letter-queue.ts";
import { failureOf } from "./failure.ts";
import { inputOf } from "./input.ts";
import type { ExhaustedCondition, Failure, Invocation } from "./invocation.ts";
import { count, type SchedulerMetric } from "./metrics.ts";
import { exhaustedCondition, retryDeadline } from "./retry-policy.ts";
import { assumeRole } from "./role.ts";
import { callTarget, targetServiceOf } from "./targets.ts";

/** How often a dead letter is sent while its queue throttles it; then it is lost. */
const maxDeadLetterSends = 10;
const minuteMs = 60_000;

/**
 * Invokes targets at least once for each time of their schedules. What cannot be delivered goes to the dead-letter queue,
 * or is dropped. Pending invocations are in the store, so that a restart resumes them.
 */
export class Invocations {
  readonly #account: Account;
  readonly #onEnd: (invocation: Invocation) => void;
  /** Invocations that are not over. */
  readonly queue: WorkQueue<Invocation>;
  #ownRandom: Random | undefined;

  /** @param onEnd Called when an invocation is over, whatever its outcome. */
  constructor(account: Account, state: Collections, onEnd: (invocation: Invocation) => void) {
    this.#account = account;
    this.#onEnd = onEnd;
    this.queue = new WorkQueue({
      account,
      items: state.invocations,
      run: (key, invocation) => this.#run(key, invocation),
      kindOf: (invocation) => (waitsInItsWindow(invocation) ? "appointment" : "work"),
    });
  }

  /** Stores an invocation for one of the schedule's times. It starts at once, or within the flexible time window. */
  add(schedule: StoredSchedule, scheduledAt: number): void {
    const { windowMinutes = 0, id, arn, groupName, target } = schedule;
    const delayMs = windowMinutes > 0 ? this.#random.below(windowMinutes * minuteMs) : 0;
    const dueAt = Math.max(scheduledAt + delayMs, this.#account.clock.now());
    this.queue.add({
      scheduleKey: scheduleKey(schedule),
      scheduleId: id,
      scheduleArn: arn,
      groupName,
      target,
      scheduledAt,
      firstDueAt: dueAt,
      dueAt,
      attempts: 0,
      executionId: "",
    });
  }

  /** Those that have begun, each with a unique name. One that waits in its time window has not. */
  *pending(): Generator<string> {
    for (const [key, invocation] of this.queue.entries())
      if (!waitsInItsWindow(invocation) || invocation.dueAt <= this.#account.clock.now())
        yield `scheduled invocation ${key}`;
  }

  /** Made on first use: drawing it from the account's shifts the later draws of everything else. */
  get #random(): Random {
    this.#ownRandom ??= this.#account.random.fork();
    return this.#ownRandom;
  }

  /** Makes an attempt, or sends the dead letter. */
  async #run(key: string, invocation: Invocation): Promise<void> {
    if (invocation.deadLetter) return this.#sendDeadLetter(key, invocation);
    const spent = invocation.lastFailure && exhaustedCondition(invocation, this.#account.clock.now());
    if (spent) return this.#giveUp(key, invocation, spent);
    const executionId = this.#random.hex(16);
    await this.#attempt(key, { ...invocation, attempts: invocation.attempts + 1, executionId });
  }

  async #attempt(key: string, invocation: Invocation): Promise<void> {
    this.#count("InvocationAttemptCount", invocation);
    const lastFailure = await this.#invoke(invocation);
    if (!lastFailure) return this.#end(key, invocation);
    const failed = { ...invocation, lastFailure };
    const now = this.#account.clock.now();
    const spent = exhaustedCondition(failed, now);
    if (!lastFailure.retryable) return this.#giveUp(key, failed);
    if (spent) return this.#giveUp(key, failed, spent);
    const dueAt = Math.min(now + backoffMs(failed.attempts, this.#random), retryDeadline(failed));
    this.queue.schedule(key, { ...failed, dueAt });
  }

  /** Assumes the execution role and calls the target. Returns why that failed, if it did. */
  async #invoke(invocation: Invocation): Promise<Failure | undefined> {
    const { target, groupName, scheduleArn } = invocation;
    let principal: Principal;
    try {
      principal = await assumeRole(this.#account, { roleArn: target.RoleArn!, groupName, scheduleArn });
    } catch (error) {
      return failureOf(this.#account, "sts", error);
    }
    try {
      await callTarget(this.#account, target, inputOf(this.#account, invocation), principal);
      return undefined;
    } catch (error) {
      const failure = failureOf(this.#account, targetServiceOf(target), error);
      this.#count("TargetErrorCount", invocation);
      if (failure.throttled) this.#count("TargetErrorThrottledCount", invocation);
      return failure;
    }
  }

  async #giveUp(key: string, invocation: Invocation, condition?: ExhaustedCondition): Promise<void> {
    this.#count("InvocationDroppedCount", invocation);
    if (!invocation.target.DeadLetterConfig?.Arn) return this.#end(key, invocation);
    const doomed: Invocation = { ...invocation, deadLetter: { condition, sends: 0 } };
    this.queue.update(key, doomed);
    await this.#sendDeadLetter(key, doomed);
  }

  async #sendDeadLetter(key: string, invocation: Invocation): Promise<void> {
    const sends = invocation.deadLetter!.sends + 1;
    try {
      await sendToDeadLetterQueue(this.#account, invocation);
      this.#count("InvocationsSentToDeadLetterCount", invocation);
      this.#end(key, invocation);
    } catch (error) {
      const { retryable, code } = failureOf(this.#account, "sqs", error);
      if (retryable && sends < maxDeadLetterSends) {
        const dueAt = this.#account.clock.now() + backoffMs(sends, this.#random);
        this.queue.schedule(key, { ...invocation, dueAt, deadLetter: { ...invocation.deadLetter!, sends } });
        return;
      }
      this.#count("InvocationsFailedToBeSentToDeadLetterCount", invocation);
      this.#count(`InvocationsFailedToBeSentToDeadLetterCount_${code}`, invocation);
      this.#end(key, invocation);
    }
  }

  #end(key: string, invocation: Invocation): void {
    this.queue.remove(key);
    this.#onEnd(invocation);
  }

  #count(name: SchedulerMetric, { groupName }: Invocation): void {
    count(this.#account, name, groupName);
  }
}

function waitsInItsWindow({ attempts, dueAt, scheduledAt }: Invocation): boolean {
  return attempts === 0 && dueAt > scheduledAt;
}
