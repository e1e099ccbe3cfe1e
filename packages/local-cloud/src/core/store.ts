/**
 * The local cloud's state: named collections of JSON values. Values are read from memory. After `durable`,
 * writes survive a kill. Never change a stored value: `set` a new one.
 */
export interface Store {
  /** The collection of that name, created on first use: `<service folder>/<plural>`, e.g. "sqs/queues". */
  collection<V>(name: string): Collection<V>;
  /** Deletes a collection with everything in it. */
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
