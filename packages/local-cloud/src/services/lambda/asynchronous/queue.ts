import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Timer } from "../../../core/clock.ts";
import type { Collection } from "../../../core/store.ts";
import { execute, isThrottle, metricsOf } from "../environment/execute.ts";
import type { FunctionFailure, Outcome } from "../environment/outcome.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { handOver } from "./destinations.ts";

/** An event that waits for its function, or for what comes after it. */
export interface QueuedEvent {
  functionName: string;
  requestId: string;
  /** JSON text. */
  payload: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** How often the function has run for it. */
  invokeCount: number;
  /** How often in a row there was no concurrency for it. */
  throttles: number;
  /** When to try next. */
  dueAt: number;
  /** Of the last run. */
  failure?: FunctionFailure;
  /** What remains is to tell where it should end. */
  ended?: { condition: "Success" | "RetriesExhausted" | "EventAgeExceeded"; payload?: string };
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
/** "How Lambda handles errors and retries with asynchronous invocation". */
const retryDelaysMs = [minuteMs, 2 * minuteMs];
const defaultRetries = 2;
const longestAgeMs = 6 * 60 * minuteMs;
const longestBackoffMs = 5 * minuteMs;

/**
 * Lambda's own queue in front of a function that is invoked asynchronously. What is in it is in
 * the store: an event that was accepted leaves it only by having been handled, or by being
 * handed over to its destination.
 */
export class AsynchronousQueue {
  readonly #account: Account;
  readonly #lambda: () => Lambda;
  readonly #events: Collection<QueuedEvent>;
  readonly #timers = new Map<string, Timer>();
  /** Keys of events that found no concurrency, oldest first. */
  readonly #throttled = new Set<string>();
  #closed = false;

  constructor(account: Account, lambda: () => Lambda) {
    this.#account = account;
    this.#lambda = lambda;
    this.#events = account.store.collection<QueuedEvent>("lambda.asynchronous");
  }

  /** Takes an event in; it is safe once the store is durable. */
  add(functionName: string, requestId: string, payload: string): void {
    const now = this.#account.clock.now();
    const key = this.#account.store.sequence();
    this.#events.set(key, {
      functionName,
      requestId,
      payload,
      receivedAt: now,
      invokeCount: 0,
      throttles: 0,
      dueAt: now,
    });
    metricsOf(this.#account, functionName)("AsyncEventsReceived", 1);
    this.#begin(key);
  }

  resume(): void {
    for (const [key, { dueAt }] of [...this.#events.entries()]) this.#wait(key, dueAt);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** An execution has ended: the oldest event that found no room for itself is tried again. */
  concurrencyFreed(): void {
    for (const key of this.#throttled) {
      const record = this.#lambda().functions.get(this.#events.get(key)?.functionName ?? "");
      if (record && this.#lambda().concurrency.whyThrottled(record)) continue;
      this.#begin(key);
      return;
    }
  }

  #begin(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    this.#throttled.delete(key);
    void this.#account.activity.track(this.#process(key));
  }

  async #process(key: string): Promise<void> {
    const event = this.#events.get(key);
    if (!event || this.#closed) return;
    const record = this.#lambda().functions.get(event.functionName);
    if (!record) return void this.#events.delete(key);
    if (event.ended) return this.#end(key, event, record);
    if (this.#account.clock.now() - event.receivedAt >= maximumAgeMs(record)) {
      return this.#end(key, { ...event, ended: { condition: "EventAgeExceeded" } }, record);
    }
    await this.#try(key, event, record);
  }

  async #try(key: string, event: QueuedEvent, record: FunctionRecord): Promise<void> {
    const metric = metricsOf(this.#account, record.name);
    if (event.invokeCount === 0 && event.throttles === 0) {
      metric("AsyncEventAge", this.#account.clock.now() - event.receivedAt, "Milliseconds");
    }
    let outcome: Outcome;
    try {
      ({ outcome } = await execute(this.#lambda(), record, event));
    } catch (error) {
      if (isThrottle(error)) return this.#backOff(key, event, record);
      // It was deleted while the event waited.
      if (error instanceof AwsError) return void this.#events.delete(key);
      throw error;
    }
    if (this.#closed) return;
    const tried = { ...event, invokeCount: event.invokeCount + 1, throttles: 0 };
    if (outcome.ok) {
      return this.#end(key, { ...tried, ended: { condition: "Success", payload: outcome.payload } }, record);
    }
    return this.#failed(key, { ...tried, failure: outcome.failure }, record.name);
  }

  async #failed(key: string, event: QueuedEvent, name: string): Promise<void> {
    // As it is configured now: it may have changed while the function ran.
    const record = this.#lambda().functions.get(name);
    if (!record) return void this.#events.delete(key);
    const retries = record.eventInvokeConfig?.maximumRetryAttempts ?? defaultRetries;
    if (event.invokeCount > retries) {
      return this.#end(key, { ...event, ended: { condition: "RetriesExhausted" } }, record);
    }
    const delay = retryDelaysMs[event.invokeCount - 1] ?? retryDelaysMs.at(-1)!;
    this.#waitUntil(key, event, this.#account.clock.now() + delay, record);
  }

  /** "Lambda returns the event to the queue and attempts to run the function again", from 1 second up to 5 minutes apart. */
  #backOff(key: string, event: QueuedEvent, record: FunctionRecord): void {
    const delay = Math.min(longestBackoffMs, secondMs * 2 ** event.throttles);
    const now = this.#account.clock.now();
    this.#waitUntil(key, { ...event, throttles: event.throttles + 1 }, now + delay, record);
    this.#throttled.add(key);
  }

  /** Waits, but not beyond the event's greatest age. */
  #waitUntil(key: string, event: QueuedEvent, at: number, record: FunctionRecord): void {
    const dueAt = Math.min(at, event.receivedAt + maximumAgeMs(record));
    this.#events.set(key, { ...event, dueAt });
    this.#wait(key, dueAt);
  }

  #wait(key: string, dueAt: number): void {
    if (this.#closed) return;
    const delay = Math.max(0, dueAt - this.#account.clock.now());
    this.#timers.set(
      key,
      this.#account.clock.after(delay, () => this.#begin(key)),
    );
  }

  async #end(key: string, event: QueuedEvent, record: FunctionRecord): Promise<void> {
    if (needsHandOver(event, record)) {
      // Kept first: after a restart it must not run again, only be handed over again.
      this.#events.set(key, event);
      await handOver(this.#account, event, record);
      if (this.#closed) return;
    }
    if (event.ended?.condition !== "Success") metricsOf(this.#account, record.name)("AsyncEventsDropped", 1);
    this.#events.delete(key);
  }
}

function needsHandOver(event: QueuedEvent, record: FunctionRecord): boolean {
  const config = record.eventInvokeConfig;
  if (event.ended?.condition === "Success") return config?.onSuccess !== undefined;
  return config?.onFailure !== undefined || record.configuration.DeadLetterTargetArn !== undefined;
}

function maximumAgeMs({ eventInvokeConfig }: FunctionRecord): number {
  return eventInvokeConfig?.maximumEventAgeInSeconds
    ? eventInvokeConfig.maximumEventAgeInSeconds * secondMs
    : longestAgeMs;
}
