import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Collection } from "../../../core/store.ts";
import { WorkQueue } from "../../../core/work-queue.ts";
import { execute, isThrottle, metricsOf } from "../environment/execute.ts";
import type { FunctionFailure, Outcome } from "../environment/outcome.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { sendOnce, type Unsent, unsentOf } from "./destinations.ts";
import { Turns } from "./turns.ts";

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
  /** Its function is running: if this is still so after a restart, the process ended during the run. */
  running?: true;
  /** How often in a row the process ended during its run. */
  interruptions?: number;
  /** How it ended; only its destinations remain. */
  ended?: {
    condition: "Success" | "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";
    payload?: string;
  };
  /** Once it has ended: what is still to be sent. */
  unsent?: Unsent[];
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
  readonly #turns = new Turns();
  /** Events whose function is running, as they were before. */
  readonly #running = new Map<string, QueuedEvent>();

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
    for (const [key, event] of [...this.#events.entries()]) if (event.running) this.#interrupted(key, event);
    this.#queue.resume();
  }

  /**
   * The process ended during this event's run. Mostly somebody ended it, so the function runs again at once. But the run may
   * have been the cause: the next times it waits, like a failed one, until the event is too old. An interrupted run does not
   * count as one of its attempts, or a few restarts at bad moments would lose the event.
   */
  #interrupted(key: string, { running: _, ...event }: QueuedEvent): void {
    const interruptions = (event.interruptions ?? 0) + 1;
    const delay = interruptions === 1 ? 0 : (retryDelaysMs[interruptions - 2] ?? maxBackoffMs);
    const dueAt = Math.max(event.dueAt, this.#account.clock.now() + delay);
    this.#queue.update(key, { ...event, interruptions, dueAt });
  }

  /** The queued events, each with a unique name that ends with its function's, e.g. "000000000000042 of payment-charge". */
  *pending(): Generator<string> {
    for (const [key, { functionName }] of this.#queue.entries()) yield `${key} of ${functionName}`;
  }

  /** Starts nothing more. Functions that still run are ended with their environments, and their events stay queued. */
  close(): void {
    this.#queue.stop();
    for (const [key, event] of this.#running) this.#queue.update(key, event);
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
    try {
      await this.#runInTurn(key, event);
    } finally {
      const next = this.#turns.next(event.functionName, this.#mostAtOnce(event.functionName));
      if (next !== undefined) this.#queue.runNow(next);
    }
  }

  /**
   * Events that find this machine busy wait here, where they count as no execution: on AWS they would have an environment and
   * be done. Otherwise a machine too slow for its events would use up the account's concurrency, and refuse every caller.
   * A function with reserved concurrency is throttled by that, as on AWS.
   */
  #mostAtOnce(name: string): number {
    const { functions, options } = this.#lambda();
    return functions.get(name)?.reservedConcurrency === undefined ? options.environments : Number.POSITIVE_INFINITY;
  }

  async #runInTurn(key: string, event: QueuedEvent): Promise<void> {
    const record = this.#lambda().functions.get(event.functionName);
    if (!record) return this.#queue.remove(key);
    if (event.ended) return this.#end(key, event, record);
    if (this.#account.clock.now() - event.receivedAt >= maximumAgeMs(record)) {
      return this.#end(key, { ...event, ended: { condition: "EventAgeExceeded" } }, record);
    }
    if (!this.#turns.enter(record.name, key, this.#mostAtOnce(record.name))) return;
    try {
      await this.#try(key, event, record);
    } finally {
      this.#turns.leave(record.name);
    }
  }

  async #try(key: string, event: QueuedEvent, record: FunctionRecord): Promise<void> {
    const metric = metricsOf(this.#account, record.name);
    const age = this.#account.clock.now() - event.receivedAt;
    const outcome = await this.#execute(key, event, record);
    if (!outcome || this.#queue.stopped) return;
    // Counted for each run, so that it grows with retries ("Types of metrics for Lambda functions").
    metric("AsyncEventAge", age, "Milliseconds");
    const { interruptions: _, ...rest } = event;
    const tried = { ...rest, invokeCount: event.invokeCount + 1, throttles: 0 };
    if (outcome.ok) {
      return this.#end(key, { ...tried, ended: { condition: "Success", payload: outcome.payload } }, record);
    }
    return this.#failed(key, { ...tried, failure: outcome.failure }, record.name);
  }

  /** Runs the function; undefined if it did not run. */
  async #execute(key: string, event: QueuedEvent, record: FunctionRecord): Promise<Outcome | undefined> {
    const starting = () => {
      this.#running.set(key, event);
      this.#queue.update(key, { ...event, running: true });
    };
    try {
      return (await execute(this.#lambda(), record, { ...event, starting })).outcome;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (this.#queue.stopped) return undefined;
      if (isThrottle(error)) await this.#throttledBy(key, event, record.name);
      // The function was deleted while the event waited.
      else this.#queue.remove(key);
      return undefined;
    } finally {
      this.#running.delete(key);
    }
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

  /** A function without any concurrency will not run: its event goes where failed events go, at once. */
  async #throttledBy(key: string, event: QueuedEvent, name: string): Promise<void> {
    const record = this.#lambda().functions.get(name);
    if (!record) return this.#queue.remove(key);
    if (record.reservedConcurrency !== 0) return this.#backOff(key, event, record);
    return this.#end(key, { ...event, ended: { condition: "ZeroReservedConcurrency" } }, record);
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
    const ended = { ...event, unsent: event.unsent ?? unsentOf(event, record) };
    if (ended.unsent.length > 0) {
      // Stored first: after a restart the function must not run again.
      this.#queue.update(key, ended);
      const unsent = await sendOnce(this.#account, ended, record);
      if (this.#queue.stopped) return;
      if (unsent.length > 0) {
        const delay = secondMs * Math.max(...unsent.map(({ attempts }) => attempts));
        return this.#queue.schedule(key, { ...ended, unsent, dueAt: this.#account.clock.now() + delay });
      }
    }
    if (event.ended?.condition !== "Success") metricsOf(this.#account, record.name)("AsyncEventsDropped", 1);
    this.#queue.remove(key);
  }
}

function maximumAgeMs({ eventInvokeConfig }: FunctionRecord): number {
  return eventInvokeConfig?.maximumEventAgeInSeconds
    ? eventInvokeConfig.maximumEventAgeInSeconds * secondMs
    : defaultMaxAgeMs;
}
