import { isInRange, type KeyRange, type LargeCollection } from "./store.ts";

/** Small, so that readers of collections in memory take turns with others as readers of a disk do. */
const portionSize = 500;

/** A large collection of a store that keeps everything in memory. */
export class MemoryLargeCollection<V> implements LargeCollection<V> {
  readonly #values = new Map<string, V>();
  /** All keys in order, from the first range read on. */
  #sorted: string[] | undefined;

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  set(key: string, value: V): void {
    if (this.#sorted && !this.#values.has(key)) this.#sorted.splice(this.#placeOf(this.#sorted, key), 0, key);
    this.#values.set(key, value);
  }

  delete(key: string): void {
    if (this.#values.delete(key) && this.#sorted) this.#sorted.splice(this.#placeOf(this.#sorted, key), 1);
  }

  clear(): void {
    this.#values.clear();
    this.#sorted = undefined;
  }

  async *portions(range: KeyRange = {}): AsyncGenerator<Array<[string, V]>> {
    const entries = this.#keysIn(range).map((key): [string, V] => [key, this.#values.get(key)!]);
    for (let at = 0; at < entries.length; at += portionSize) yield entries.slice(at, at + portionSize);
  }

  #keysIn(range: KeyRange): string[] {
    const sorted = (this.#sorted ??= [...this.#values.keys()].sort());
    const from = range.gte ?? range.gt;
    const to = range.lt ?? range.lte;
    const start = from === undefined ? 0 : this.#placeOf(sorted, from);
    const end = to === undefined ? sorted.length : this.#placeOf(sorted, to) + 1;
    const keys = sorted.slice(start, end).filter((key) => isInRange(key, range));
    return range.reverse ? keys.reverse() : keys;
  }

  /** The place of the first key that is not before `key`. */
  #placeOf(sorted: readonly string[], key: string): number {
    if (sorted.length > 0 && sorted.at(-1)! < key) return sorted.length;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
