/**
 * Where the local cloud keeps everything: named collections of JSON values. Reads are from
 * memory; `durable` says when what was written would survive a kill.
 *
 * A value is never changed once it is in: `set` a new one.
 */
export interface Store {
  /** The collection of that name; made on first use. */
  collection<V>(name: string): Collection<V>;
  /** Drops a collection and all that is in it. */
  drop(name: string): void;
  /** The next key of a rising sequence that sorts as text: what is set under it is read back in that order. */
  sequence(): string;
  /**
   * Has `write` called within a second and before the store closes, to set what changes too often to be
   * kept each time and may be lost in a kill. Not called at all where nothing is kept.
   */
  later(write: () => void): void;
  /** Resolves once all that was set or deleted so far is on disk; at once where nothing is kept. */
  durable(): Promise<void>;
  close(): Promise<void>;
}

/** Iterates in the order in which keys were first set; after a restart, in the order of the keys. */
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
