import { Readable } from "node:stream";
import type { Collection } from "../../core/store.ts";

/** A range of keys, with LevelDB's option names. A negative `limit` means no limit. */
export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  reverse?: boolean;
  limit?: number;
}

type Done<T = void> = (error: Error | null, value?: T) => void;

/** Takes a change of one value; undefined stands for a value that is not there. */
export type Observer<V> = (before: V | undefined, after: V | undefined) => void;

/**
 * One of the databases that dynalite's actions use (a table's items, an index), in a collection of the account's store.
 * It calls back synchronously. So nothing interrupts an action between its condition and its writes, and all its writes
 * reach the disk together.
 */
export class SubDatabase<V = unknown> {
  readonly #entries: Collection<V>;
  /** All keys in order, from the first range read on. */
  #sorted: string[] | undefined;
  /** Sees every put and delete, in the same turn of the event loop. */
  observer: Observer<V> | undefined;

  constructor(entries: Collection<V>) {
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  values(): IterableIterator<V> {
    return this.#entries.values();
  }

  get(key: string, done: Done<V>): void {
    done(null, this.#entries.get(key));
  }

  put(key: string, value: V, done: Done): void {
    this.observer?.(this.#entries.get(key), value);
    if (this.#sorted && !this.#entries.has(key)) this.#sorted.splice(firstAtLeast(this.#sorted, key), 0, key);
    this.#entries.set(key, value);
    done(null);
  }

  del(key: string, done: Done): void {
    this.observer?.(this.#entries.get(key), undefined);
    if (this.#entries.delete(key) && this.#sorted) this.#sorted.splice(firstAtLeast(this.#sorted, key), 1);
    done(null);
  }

  /** The observer does not see this. */
  clear(): void {
    this.#entries.clear();
    this.#sorted = undefined;
  }

  /** Nothing interrupts an action (see above), so no lock is needed. */
  lock(_key: string, action: (release: <F>(callback: F) => F) => void): void {
    action((callback) => callback);
  }

  createKeyStream(range: KeyRange = {}): Readable {
    return Readable.from(this.#keys(range));
  }

  createValueStream(range: KeyRange = {}): Readable {
    return Readable.from(this.#keys(range).map((key) => this.#entries.get(key)));
  }

  /** Keys are ASCII (hexadecimal parts and separators), so JavaScript's order is LevelDB's. */
  #keys({ gt, gte, lt, lte, reverse, limit }: KeyRange): string[] {
    const sorted = (this.#sorted ??= [...this.#entries.keys()].sort());
    let start = 0;
    let end = sorted.length;
    if (gte !== undefined) start = firstAtLeast(sorted, gte);
    if (gt !== undefined) start = Math.max(start, firstAbove(sorted, gt));
    if (lt !== undefined) end = firstAtLeast(sorted, lt);
    if (lte !== undefined) end = Math.min(end, firstAbove(sorted, lte));

    const keys = sorted.slice(start, Math.max(start, end));
    if (reverse) keys.reverse();
    return limit !== undefined && limit >= 0 ? keys.slice(0, limit) : keys;
  }
}

function firstAtLeast(sorted: string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAbove(sorted: string[], key: string): number {
  const at = firstAtLeast(sorted, key);
  return sorted[at] === key ? at + 1 : at;
}
