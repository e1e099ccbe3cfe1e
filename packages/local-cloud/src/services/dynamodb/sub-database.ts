import { Readable } from "node:stream";
import type { Collection, KeyRange, LargeCollection } from "../../core/store.ts";

/** A range of keys, with LevelDB's option names. A negative `limit` means no limit. */
export interface LimitedRange extends KeyRange {
  limit?: number;
}

type Done<T = void> = (error: Error | null, value?: T) => void;

/** Takes a change of one value; undefined stands for a value that is not there. */
export type Observer<V> = (before: V | undefined, after: V | undefined) => void;

export interface Size {
  items: number;
  /** As DynamoDB counts them. */
  bytes: number;
}

export interface SubDatabaseOptions<V> {
  entries: LargeCollection<V>;
  /** Holds the size, under the database's name. */
  sizes: Collection<Size>;
  name: string;
  /** In bytes. */
  sizeOf(value: V): number;
}

/**
 * One of the databases that dynalite's actions use (a table's items, an index), in a collection of the account's store.
 * It calls back synchronously. So nothing interrupts an action between its condition and its writes, and all its writes
 * reach the disk together.
 */
export class SubDatabase<V = unknown> {
  readonly #entries: LargeCollection<V>;
  readonly #sizes: Collection<Size>;
  readonly #name: string;
  readonly #sizeOf: (value: V) => number;
  /** The entry that was read last: a write mostly follows the read of the same key. */
  #lastRead: { key: string; value: V | undefined } | undefined;
  /** Readers of all keys, who must not miss one that is put meanwhile. */
  readonly #collecting = new Set<Set<string>>();
  /** Sees every put and delete, in the same turn of the event loop. */
  observer: Observer<V> | undefined;

  constructor({ entries, sizes, name, sizeOf }: SubDatabaseOptions<V>) {
    this.#entries = entries;
    this.#sizes = sizes;
    this.#name = name;
    this.#sizeOf = sizeOf;
  }

  get size(): Size {
    return this.#sizes.get(this.#name) ?? { items: 0, bytes: 0 };
  }

  find(key: string): V | undefined {
    if (this.#lastRead?.key !== key) this.#lastRead = { key, value: this.#entries.get(key) };
    return this.#lastRead.value;
  }

  get(key: string, done: Done<V>): void {
    done(null, this.find(key));
  }

  put(key: string, value: V, done: Done): void {
    const before = this.#changing(key);
    this.observer?.(before, value);
    this.#entries.set(key, value);
    for (const keys of this.#collecting) keys.add(key);
    this.#resize(before, value);
    done(null);
  }

  del(key: string, done: Done): void {
    const before = this.#changing(key);
    this.observer?.(before, undefined);
    if (before !== undefined) {
      this.#entries.delete(key);
      this.#resize(before, undefined);
    }
    done(null);
  }

  /** The observer does not see this. */
  clear(): void {
    this.#entries.clear();
    this.#sizes.delete(this.#name);
    this.#lastRead = undefined;
  }

  /** Calls `action` with all keys, in the turn of the event loop in which they are complete. */
  async withAllKeys<T>(action: (keys: Iterable<string>) => T): Promise<T> {
    const keys = new Set<string>();
    this.#collecting.add(keys);
    try {
      for await (const portion of this.#entries.portions()) for (const [key] of portion) keys.add(key);
      return action(keys);
    } finally {
      this.#collecting.delete(keys);
    }
  }

  /** Nothing interrupts an action (see above), so no lock is needed. */
  lock(_key: string, action: (release: <F>(callback: F) => F) => void): void {
    action((callback) => callback);
  }

  /** Keys are ASCII (hexadecimal parts and separators). */
  createValueStream(range: LimitedRange = {}): Readable {
    return Readable.from(this.#valuesIn(range));
  }

  async *#valuesIn({ limit = -1, ...range }: LimitedRange): AsyncGenerator<V> {
    let left = limit < 0 ? Number.POSITIVE_INFINITY : limit;
    if (left === 0) return;
    for await (const portion of this.#entries.portions(range)) {
      for (const [, value] of portion) {
        yield value;
        if (--left === 0) return;
      }
    }
  }

  /** The value before a change. */
  #changing(key: string): V | undefined {
    const before = this.find(key);
    this.#lastRead = undefined;
    return before;
  }

  #resize(before: V | undefined, after: V | undefined): void {
    const { items, bytes } = this.size;
    const [old, added] = [before, after].map((value) => (value === undefined ? 0 : this.#sizeOf(value))) as [
      number,
      number,
    ];
    const counted = Number(after !== undefined) - Number(before !== undefined);
    this.#sizes.set(this.#name, { items: items + counted, bytes: bytes - old + added });
  }
}
