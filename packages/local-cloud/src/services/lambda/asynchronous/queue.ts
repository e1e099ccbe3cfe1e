import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Collection } from "../../../core/store.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import { execute, isThrottle, metricsOf } from "../environment/execute.ts";
import type { FunctionFailure, Outcome } from "../environment/outcome.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { sendToDestinations } from "./destinations.ts";

/** An event that waits for its function or, once that has ended, for its destination. */
export interface QueuedEvent {
  functionName: string;
  requestId: string;
  /** As JSON. */
  payload: string;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** How often the function has run for this event. */
  invokeCount: number;
  /** How often in a row the function had no concurrency left. */
  throttles: number;
  /** When the next attempt is due, in milliseconds since 1970. */
  dueAt: number;
  /** Of the last run. */
  failure?: FunctionFailure;
  /** How it ended; only its destinations remain. */
  ended?: { condition: "Success" | "RetriesExhausted" | "EventAgeExceeded"; payload?: string };
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
/** "How Lambda handles errors and retries with asynchronous invocation". */
const retryDelaysMs = [minuteMs, 2 * minuteMs];
const defaultRetries = 2;
const defaultMaxAgeMs = 6 * 60 * minuteMs;
const maxBackoffMs = 5 * minuteMs;

/**
 * Lambda's queue in front of functions that are invoked asynchronously. Its events are in the store: an accepted event
 * leaves only when it was handled, or sent to its destination.
 */
export class AsynchronousQueue {
  readonly #account: Account;
  readonly #lambda: () => Lambda;
  readonly #events: Collection<QueuedEvent>;
  readonly #queue: WorkQueue<QueuedEvent>;
  /** Keys of events that found no concurrency, oldest first. */
  readonly #throttled = new Set<string>();

  constructor(account: Account, lambda: () => Lambda) {
    this.#account = account;
    this.#lambda = lambda;
    this.#events = account.store.collection<QueuedEvent>("lambda/queued-events");
    this.#queue = new WorkQueue({ account, items: this.#events, run: (key, event) => this.#run(key, event) });
  }

  /** Queues an event; it is safe once the store is durable. */
  add(functionName: string, requestId: string, payload: string): void {
    const now = this.#account.clock.now();
    this.#queue.add({
      functionName,
      requestId,
      payload,
      receivedAt: now,
      invokeCount: 0,
      throttles: 0,
      dueAt: now,
    });
    metricsOf(this.#account, functionName)("AsyncEventsReceived", 1);
  }

  resume(): void {
    this.#queue.resume();
  }

  pending(): Iterable<string> {
    return this.#queue.pending();
  }

  /** Starts nothing more. Functions that still run are ended with their environments, and their events stay queued. */
  close(): void {
    this.#queue.stop();
  }

  /** An execution has ended: the oldest throttled event that can run now is tried again. */
  concurrencyFreed(): void {
    for (const key of this.#throttled) {
      const record = this.#lambda().functions.get(this.#events.get(key)?.functionName ?? "");
      if (record && this.#lambda().concurrency.whyThrottled(record)) continue;
      this.#throttled.delete(key);
      this.#queue.runNow(key);
      return;
    }
  }

  async #run(key: string, event: QueuedEvent): Promise<void> {
    this.#throttled.delete(key);
    const record = this.#lambda().functions.get(event.functionName);
    if (!record) return this.#queue.remove(key);
    if (event.ended) return this.#end(key, event, record);
    if (this.#account.clock.now() - event.receivedAt >= maximumAgeMs(record)) {
      return this.#end(key, { ...event, ended: { condition: "EventAgeExceeded" } }, record);
    }
    await this.#try(key, event, record);
  }

  async #try(key: string, event: QueuedEvent, record: FunctionRecord): Promise<void> {
    const metric = metricsOf(this.#account, record.name);
    const age = this.#account.clock.now() - event.receivedAt;
    let outcome: Outcome;
    try {
      ({ outcome } = await execute(this.#lambda(), record, event));
      // Counted for each run, so that it grows with retries ("Types of metrics for Lambda functions").
      metric("AsyncEventAge", age, "Milliseconds");
    } catch (error) {
      if (isThrottle(error)) return this.#backOff(key, event, record);
      // The function was deleted while the event waited.
      if (error instanceof AwsError) return this.#queue.remove(key);
      throw error;
    }
    if (this.#queue.stopped) return;
    const tried = { ...event, invokeCount: event.invokeCount + 1, throttles: 0 };
    if (outcome.ok) {
      return this.#end(key, { ...tried, ended: { condition: "Success", payload: outcome.payload } }, record);
    }
    return this.#failed(key, { ...tried, failure: outcome.failure }, record.name);
  }

  async #failed(key: string, event: QueuedEvent, name: string): Promise<void> {
    // The configuration may have changed while the function ran.
    const record = this.#lambda().functions.get(name);
    if (!record) return this.#queue.remove(key);
    const retries = record.eventInvokeConfig?.maximumRetryAttempts ?? defaultRetries;
    if (event.invokeCount > retries) {
      return this.#end(key, { ...event, ended: { condition: "RetriesExhausted" } }, record);
    }
    const delay = retryDelaysMs[event.invokeCount - 1] ?? retryDelaysMs.at(-1)!;
    this.#waitUntil(key, event, this.#account.clock.now() + delay, record);
  }

  /** "Lambda returns the event to the queue and attempts to run the function again", from 1 second up to 5 minutes apart. */
  #backOff(key: string, event: QueuedEvent, record: FunctionRecord): void {
    const delay = Math.min(maxBackoffMs, secondMs * 2 ** event.throttles);
    const now = this.#account.clock.now();
    this.#waitUntil(key, { ...event, throttles: event.throttles + 1 }, now + delay, record);
    this.#throttled.add(key);
  }

  /** Tries again at `at`, or at the event's maximum age if that comes first. */
  #waitUntil(key: string, event: QueuedEvent, at: number, record: FunctionRecord): void {
    const dueAt = Math.min(at, event.receivedAt + maximumAgeMs(record));
    this.#queue.schedule(key, { ...event, dueAt });
  }

  async #end(key: string, event: QueuedEvent, record: FunctionRecord): Promise<void> {
    if (hasDestination(event, record)) {
      // Stored first: after a restart the function must not run again.
      this.#queue.update(key, event);
      await sendToDestinations(this.#account, event, record);
      if (this.#queue.stopped) return;
    }
    if (event.ended?.condition !== "Success") metricsOf(this.#account, record.name)("AsyncEventsDropped", 1);
    this.#queue.remove(key);
  }
}

function hasDestination(event: QueuedEvent, record: FunctionRecord): boolean {
  const config = record.eventInvokeConfig;
  if (event.ended?.condition === "Success") return config?.onSuccess !== undefined;
  return config?.onFailure !== undefined || record.configuration.DeadLetterTargetArn !== undefined;
}

function maximumAgeMs({ eventInvokeConfig }: FunctionRecord): number {
  return eventInvokeConfig?.maximumEventAgeInSeconds
    ? eventInvokeConfig.maximumEventAgeInSeconds * secondMs
    : defaultMaxAgeMs;
}
