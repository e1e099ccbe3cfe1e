/**
 * The local cloud's state: named collections of JSON values. After `durable`, writes survive a kill.
 * Never change a stored value: `set` a new one.
 */
export interface Store {
  /** The collection of that name, created on first use: `<service folder>/<plural>`, e.g. "sqs/queues". It is in memory. */
  collection<V>(name: string): Collection<V>;
  /** The same for what grows with use, such as log events: it is on disk, if the store is. A name is of one kind only. */
  large<V>(name: string): LargeCollection<V>;
  /** Deletes a collection of either kind, with everything in it. */
  drop(name: string): void;
  /** The next key of a rising sequence that sorts as strings: values are read back in the order of their keys. */
  sequence(): string;
  /**
   * Calls `write` within a second, and before the store closes. For values that change too often to be stored each time,
   * and may be lost in a kill. Never called by a store in memory.
   */
  later(write: () => void): void;
  /**
   * Resolves when everything set or deleted so far would survive a kill; at once for a store in memory.
   *
   * @throws StorageError if the folder cannot be written
   */
  durable(): Promise<void>;
  /** Resolves if changes can be made durable: to be called before one begins. @throws StorageError if they cannot */
  writable(): Promise<void>;
  /** Resolves when large collections can be read, which they cannot for a moment while a full disk is being left behind. */
  readable(): Promise<void>;
  close(): Promise<void>;
}

/** Iterates in the order in which keys were first set; after a restart, in the order of keys. */
export interface Collection<V> {
  readonly size: number;
  get(key: string): V | undefined;
  has(key: string): boolean;
  set(key: string, value: V): void;
  delete(key: string): boolean;
  clear(): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<V>;
  entries(): IterableIterator<[string, V]>;
}

/**
 * A collection on disk, of which only changes that are not written yet are in memory. Keys are ASCII without control
 * characters. Single entries are read at once, within a turn of the event loop; ranges over several turns.
 */
export interface LargeCollection<V> {
  /** @throws StorageError, DamageError */
  get(key: string): V | undefined;
  has(key: string): boolean;
  set(key: string, value: V): void;
  delete(key: string): void;
  clear(): void;
  /**
   * The entries of a range in the order of their keys, as they were when the first portion was asked for. Each portion has
   * at least one. @throws StorageError, DamageError
   */
  portions(range?: ReadRange): AsyncGenerator<Array<[key: string, value: V]>>;
}

/** A range of keys, with LevelDB's names. Default: all keys, in ascending order. */
export interface KeyRange {
  gt?: string | undefined;
  gte?: string | undefined;
  lt?: string | undefined;
  lte?: string | undefined;
  /** In descending order. */
  reverse?: boolean | undefined;
}

export interface ReadRange extends KeyRange {
  /**
   * Entries without this text may be left out, which is far quicker than reading them. It consists of characters that JSON
   * never has to escape; an entry with escapes of the form \u0041 is never left out.
   */
  literal?: string | undefined;
}

/** The entries of a range, one by one. `portions` is faster for many. */
export async function* entriesOf<V>(collection: LargeCollection<V>, range?: ReadRange): AsyncGenerator<[string, V]> {
  for await (const portion of collection.portions(range)) yield* portion;
}

export function isInRange(key: string, { gt, gte, lt, lte }: KeyRange): boolean {
  return (
    !(gt !== undefined && key <= gt) &&
    !(gte !== undefined && key < gte) &&
    !(lt !== undefined && key >= lt) &&
    !(lte !== undefined && key > lte)
  );
}
