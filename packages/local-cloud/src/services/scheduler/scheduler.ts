import type { Account } from "../../core/account.ts";
import { defaultGroup, groupArn } from "./arns.ts";
import { Collections, scheduleKey } from "./collections.ts";
import type { Invocation } from "./invocations/invocation.ts";
import { Invocations } from "./invocations/invocations.ts";
import type { StoredSchedule } from "./stored.ts";
import { Times } from "./times.ts";

/** The parts that EventBridge Scheduler's operations share. Their state is in the account's store. */
export class Scheduler {
  readonly account: Account;
  readonly state: Collections;
  readonly times: Times;
  readonly invocations: Invocations;

  constructor(account: Account) {
    this.account = account;
    this.state = new Collections(account.store);
    this.invocations = new Invocations(account, this.state, (invocation) => this.#deleteIfCompleted(invocation));
    this.times = new Times(account, this.state, this.invocations);
    this.#createDefaultGroup();
  }

  /** Stores a schedule that is new or has changed, and sets its next time. */
  put(schedule: StoredSchedule): void {
    this.state.schedules.set(scheduleKey(schedule), schedule);
    this.times.set(schedule);
  }

  /** Deletes a schedule. Its invocations that have begun go on. */
  delete(schedule: StoredSchedule): void {
    const key = scheduleKey(schedule);
    this.state.schedules.delete(key);
    this.times.remove(key);
  }

  resume(): void {
    this.invocations.queue.resume();
    this.times.queue.resume();
  }

  async close(): Promise<void> {
    await this.times.queue.close();
    await this.invocations.queue.close();
  }

  /** "Deletion after schedule completion": after the last invocation of a schedule with ActionAfterCompletion DELETE. */
  #deleteIfCompleted({ scheduleKey: key, scheduleId }: Invocation): void {
    const schedule = this.state.schedules.get(key);
    if (schedule?.id !== scheduleId || schedule.actionAfterCompletion !== "DELETE") return;
    if (schedule.state !== "ENABLED" || this.state.nextTimes.has(key)) return;
    for (const invocation of this.state.invocations.values()) if (invocation.scheduleId === scheduleId) return;
    this.delete(schedule);
  }

  #createDefaultGroup(): void {
    if (this.state.groups.has(defaultGroup)) return;
    const now = this.account.clock.now();
    const arn = groupArn(this.account, defaultGroup);
    this.state.groups.set(defaultGroup, { name: defaultGroup, arn, createdAt: now, modifiedAt: now, tags: {} });
  }
}
