import { crc32 } from "node:zlib";
import type { Account } from "./account.ts";
import type { Change } from "./faults.ts";
import { Random } from "./random.ts";
import type { Collection } from "./store.ts";

/** A value that a change has replaced, and that some readers still see. */
interface Superseded<V> {
  /** null: there was nothing, so the change is not seen as a new thing yet. */
  value: V | null;
  /** No reader sees it from then on. Milliseconds since 1970. */
  until: number;
  /** The id of the fault that makes the change take time. */
  fault: string;
}

/**
 * Changes that take time to take effect. AWS's services are distributed: for some seconds after a call has succeeded, the
 * old configuration is in effect in one place and the new one in another. Here, while the fault "eventual" is on, each
 * reader sees the new value or one that it replaced, by chance drawn from the seed.
 *
 * Only what acts on a configuration reads it through this class; calls that describe it show the new value. What is
 * replaced is in the store until its time is over. So a restart, or a fault that is cleared, does not end a change early.
 */
export class Eventual<V> {
  readonly #account: Account;
  readonly #of: Change["of"];
  readonly #superseded: Collection<Array<Superseded<V>>>;
  /** Of its own, so that nothing else draws differently. */
  readonly #random: Random;

  /** @param collection the store's collection of replaced values, e.g. "eventbridge/superseded-rules" */
  constructor(account: Account, of: Change["of"], collection: string) {
    this.#account = account;
    this.#of = of;
    this.#superseded = account.store.collection(collection);
    this.#random = new Random(account.random.seed ^ crc32(collection));
  }

  /** Call this at each change, with the value before and after it: undefined if there was or is nothing. */
  change(key: string, name: string, before: V | undefined, after: V | undefined): void {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    const fault = this.#account.faults.onChange?.({ of: this.#of, name });
    if (!fault) return;
    const until = this.#account.clock.now() + fault.ms;
    this.#superseded.set(key, [...this.replaced(key), { value: before ?? null, until, fault: fault.fault }]);
  }

  /**
   * What one reader sees: `current`, or a value that it replaced a moment ago.
   *
   * @param reader for the list of injections, e.g. "event 5a2c…"
   */
  seen(key: string, current: V | undefined, reader: string): V | undefined {
    if (this.#superseded.size === 0) return current;
    const replaced = this.replaced(key);
    const chosen = replaced.length === 0 ? undefined : replaced[this.#random.below(replaced.length + 1)];
    if (!chosen) return current;
    this.#account.faults.onOutdated?.({ fault: chosen.fault, of: this.#of, name: key, reader });
    return chosen.value ?? undefined;
  }

  /** The keys whose changes are in progress. */
  keys(): string[] {
    return this.#superseded.size === 0
      ? []
      : [...this.#superseded.keys()].filter((key) => this.replaced(key).length > 0);
  }

  /** The values under a key that some readers still see, oldest first. */
  replaced(key: string): Array<Superseded<V>> {
    const all = this.#superseded.get(key) ?? [];
    const now = this.#account.clock.now();
    const live = all.filter(({ until }) => until > now);
    if (live.length === all.length) return all;
    if (live.length === 0) this.#superseded.delete(key);
    else this.#superseded.set(key, live);
    return live;
  }
}
