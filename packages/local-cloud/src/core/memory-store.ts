import { MemoryLargeCollection } from "./memory-large-collection.ts";
import type { Collection, LargeCollection, Store } from "./store.ts";

/** Keeps everything in memory only: for tests, and for ephemeral clouds. */
export class MemoryStore implements Store {
  readonly #collections = new Map<string, Map<string, unknown>>();
  readonly #large = new Map<string, MemoryLargeCollection<unknown>>();
  #sequence = 0;

  collection<V>(name: string): Collection<V> {
    let found = this.#collections.get(name);
    if (!found) this.#collections.set(name, (found = new Map()));
    return found as Map<string, V>;
  }

  large<V>(name: string): LargeCollection<V> {
    let found = this.#large.get(name);
    if (!found) this.#large.set(name, (found = new MemoryLargeCollection()));
    return found as MemoryLargeCollection<V>;
  }

  drop(name: string): void {
    this.#collections.get(name)?.clear();
    this.#large.get(name)?.clear();
  }

  sequence(): string {
    return String(++this.#sequence).padStart(15, "0");
  }

  later(): void {}

  async durable(): Promise<void> {}

  async writable(): Promise<void> {}

  async readable(): Promise<void> {}

  async close(): Promise<void> {}
}
