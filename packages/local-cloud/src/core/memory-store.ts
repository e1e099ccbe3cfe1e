import type { Collection, Store } from "./store.ts";

/** Keeps everything in memory only: for tests, and for ephemeral clouds. */
export class MemoryStore implements Store {
  readonly #collections = new Map<string, Map<string, unknown>>();
  #sequence = 0;

  collection<V>(name: string): Collection<V> {
    let found = this.#collections.get(name);
    if (!found) this.#collections.set(name, (found = new Map()));
    return found as Map<string, V>;
  }

  drop(name: string): void {
    this.#collections.get(name)?.clear();
  }

  sequence(): string {
    return String(++this.#sequence).padStart(15, "0");
  }

  later(): void {}

  async durable(): Promise<void> {}

  async writable(): Promise<void> {}

  async close(): Promise<void> {}
}
