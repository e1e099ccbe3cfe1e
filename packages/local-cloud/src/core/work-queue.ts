import type { Account } from "./account.ts";
import type { Timer, TimerKind } from "./clock.ts";
import type { Collection } from "./store.ts";

/** Work that waits for its time. */
export interface Work {
  /** When it is due, in milliseconds since 1970. */
  dueAt: number;
}

export interface WorkQueueOptions<W extends Work> {
  account: Pick<Account, "activity" | "clock" | "store">;
  /** Holds the work until `remove`, so that it survives a restart. */
  items: Collection<W>;
  /** Does work that is due. It calls `schedule` to try again later, or `remove` when nothing is left to do. */
  run(key: string, work: W): Promise<void> | void;
  /** Whether work in the collection still has to be done. Default: all of it. */
  isPending?(work: W): boolean;
  /** What the work is while it waits for its time. Default: "work". */
  kindOf?(work: W): TimerKind;
}

/**
 * Durable work, such as deliveries and retries, which must happen even if the process ends first. The work is in the
 * store; this queue runs each item when it is due and counts it as in flight while it runs.
 */
export class WorkQueue<W extends Work> {
  readonly #account: WorkQueueOptions<W>["account"];
  readonly #items: Collection<W>;
  readonly #run: WorkQueueOptions<W>["run"];
  readonly #isPending: (work: W) => boolean;
  readonly #kindOf: (work: W) => TimerKind;
  readonly #timers = new Map<string, Timer>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor({ account, items, run, isPending = () => true, kindOf = () => "work" }: WorkQueueOptions<W>) {
    this.#account = account;
    this.#items = items;
    this.#run = run;
    this.#isPending = isPending;
    this.#kindOf = kindOf;
  }

  /** Whether `stop` or `close` was called: work that ends after that must stay in the store for the next start. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Stores new work under a rising key. It runs when it is due; if that is now, after the current call has returned. */
  add(work: W): string {
    const key = this.#account.store.sequence();
    this.schedule(key, work);
    return key;
  }

  /** Stores new or changed work; it runs when it is due. */
  schedule(key: string, work: W): void {
    this.#items.set(key, work);
    this.#wait(key, work);
  }

  /** Stores changed work that is running, so that a restart continues from there. */
  update(key: string, work: W): void {
    this.#items.set(key, work);
  }

  remove(key: string): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    this.#items.delete(key);
  }

  /** Runs work at once, before it is due. */
  runNow(key: string): void {
    void this.#account.activity.track(this.#start(key));
  }

  /** Waits for all pending work in the collection: call it once after a start. */
  resume(): void {
    for (const [key, work] of [...this.#items.entries()]) if (this.#isPending(work)) this.#wait(key, work);
  }

  /** All work in the collection, by key. */
  entries(): IterableIterator<[string, W]> {
    return this.#items.entries();
  }

  /** The keys of the work that is not done yet. */
  *pending(): Generator<string> {
    for (const [key, work] of this.#items.entries()) if (this.#isPending(work)) yield key;
  }

  /** Starts nothing more. */
  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** Starts nothing more, and waits for what is running, so that its result is in the store. */
  async close(): Promise<void> {
    this.stop();
    await Promise.allSettled(this.#running);
  }

  #wait(key: string, work: W): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    if (this.#stopped) return;
    const delayMs = work.dueAt - this.#account.clock.now();
    if (delayMs > 0) {
      const timer = this.#account.clock.after(delayMs, () => this.#start(key), this.#kindOf(work));
      this.#timers.set(key, timer);
    } else void this.#account.activity.track(Promise.resolve().then(() => this.#start(key)));
  }

  async #start(key: string): Promise<void> {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    const work = this.#items.get(key);
    if (!work || this.#stopped) return;
    const running = Promise.resolve(this.#run(key, work)).finally(() => this.#running.delete(running));
    this.#running.add(running);
    await running;
  }
}
