import type { Collection } from "../core/store.ts";
import type { Changes, Changing, StoreOperation } from "./changes.ts";
import { entryKey } from "./disk-keys.ts";
import { checksumOf, type Summary } from "./summary.ts";

/** A collection in memory that tracks which keys have changed since they were last written. */
export class PersistentCollection<V> extends Map<string, V> implements Collection<V>, Changing {
  readonly #name: string;
  readonly #summary: Summary;
  readonly #onChange: (collection: Changing) => void;
  #changed = new Set<string>();
  /** Of each entry on disk. */
  readonly #checksums = new Map<string, number>();

  /** @param summary Is updated for each entry that is read or written. */
  constructor(name: string, summary: Summary, onChange: (collection: Changing) => void) {
    super();
    this.#name = name;
    this.#summary = summary;
    this.#onChange = onChange;
  }

  /** Adds an entry that was read from disk. */
  load(key: string, value: V, checksum: number): void {
    super.set(key, value);
    this.#account(key, checksum);
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

  takeChanges(): Changes {
    const keys = this.#changed;
    this.#changed = new Set();
    return {
      operations: [...keys].map((key) => this.#operation(key)),
      written: () => {},
      failed: () => {
        for (const key of keys) this.#note(key);
      },
    };
  }

  #operation(key: string): StoreOperation {
    const fullKey = entryKey(this.#name, key);
    const value = this.get(key);
    if (value === undefined) {
      this.#account(key, undefined);
      return { type: "del", key: fullKey };
    }
    const text = JSON.stringify(value);
    this.#account(key, checksumOf(fullKey, text));
    return { type: "put", key: fullKey, value: text };
  }

  /** Updates the summary for one entry. */
  #account(key: string, after: number | undefined): void {
    const before = this.#checksums.get(key);
    if (before !== undefined) {
      this.#summary.entries--;
      this.#summary.checksum ^= before;
    }
    if (after === undefined) {
      this.#checksums.delete(key);
      return;
    }
    this.#summary.entries++;
    this.#summary.checksum ^= after;
    this.#checksums.set(key, after);
  }

  #note(key: string): void {
    this.#changed.add(key);
    this.#onChange(this);
  }
}
