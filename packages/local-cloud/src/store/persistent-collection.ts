import type { Collection } from "../core/store.ts";

/** A collection in memory that tracks which keys have changed since they were last written. */
export class PersistentCollection<V> extends Map<string, V> implements Collection<V> {
  readonly name: string;
  readonly changed = new Set<string>();
  /** Of each entry on disk. */
  readonly checksums = new Map<string, number>();
  readonly #onChange: (collection: PersistentCollection<V>) => void;

  constructor(name: string, onChange: (collection: PersistentCollection<V>) => void) {
    super();
    this.name = name;
    this.#onChange = onChange;
  }

  /** Adds an entry that was read from disk. */
  load(key: string, value: V, checksum: number): void {
    super.set(key, value);
    this.checksums.set(key, checksum);
  }

  override set(key: string, value: V): this {
    super.set(key, value);
    this.#note(key);
    return this;
  }

  override delete(key: string): boolean {
    const had = super.delete(key);
    if (had) this.#note(key);
    return had;
  }

  override clear(): void {
    const keys = [...this.keys()];
    super.clear();
    for (const key of keys) this.#note(key);
  }

  #note(key: string): void {
    this.changed.add(key);
    this.#onChange(this);
  }
}
