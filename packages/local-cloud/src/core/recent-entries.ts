import type { Clock } from "./clock.ts";
import type { Collection } from "./store.ts";

/** An entry with the time at which it was made, in milliseconds since 1970. */
export type Recent<V> = V & { at: number };

/** Entries that count for a while. Older ones are deleted as new ones come. */
export class RecentEntries<V extends object> {
  readonly #clock: Clock;
  readonly #entries: Collection<Recent<V>>;
  readonly #forMs: number;

  /** @param entries used by this object alone, which keeps them in the order of their times */
  constructor(clock: Clock, entries: Collection<Recent<V>>, forMs: number) {
    this.#clock = clock;
    this.#entries = entries;
    this.#forMs = forMs;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    return entry && this.#isCurrent(entry) ? entry : undefined;
  }

  set(key: string, value: V): void {
    for (const [other, entry] of this.#entries.entries()) {
      if (this.#isCurrent(entry)) break;
      this.#entries.delete(other);
    }
    this.#entries.delete(key); // so that the entries stay in the order of their times
    this.#entries.set(key, { ...value, at: this.#clock.now() });
  }

  #isCurrent({ at }: Recent<V>): boolean {
    return this.#clock.now() - at < this.#forMs;
  }
}
