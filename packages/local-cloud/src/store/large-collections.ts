import type { ClassicLevel } from "classic-level";
import type { Collection, LargeCollection, Store } from "../core/store.ts";
import type { Changing } from "./changes.ts";
import type { Disk } from "./disk.ts";
import { largeRange } from "./disk-keys.ts";
import { PersistentLargeCollection } from "./persistent-large-collection.ts";

export interface LargeCollectionsOptions {
  level: ClassicLevel;
  disk: Disk;
  store: Pick<Store, "collection" | "sequence" | "durable">;
  onChange: (collection: Changing) => void;
}

/**
 * All large collections. Each has an id, under which its entries are on disk. Dropping a collection only forgets its id, at
 * once and together with the other changes of the turn; the entries are deleted later, after a restart if necessary.
 */
export class LargeCollections {
  readonly #options: LargeCollectionsOptions;
  readonly #all = new Map<string, PersistentLargeCollection<unknown>>();
  #deleting: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: LargeCollectionsOptions) {
    this.#options = options;
  }

  get<V>(name: string): LargeCollection<V> {
    let found = this.#all.get(name);
    if (!found) this.#all.set(name, (found = this.#create(name)));
    return found as PersistentLargeCollection<V>;
  }

  drop(name: string): void {
    if (this.#all.has(name) || this.#ids.has(name)) this.get(name).clear();
    this.#all.delete(name);
  }

  /** Deletes what was dropped before the last start. */
  deleteDropped(): void {
    for (const id of this.#dropped.keys()) this.#deleteLater(id);
  }

  close(): void {
    this.#closed = true;
  }

  #create(name: string): PersistentLargeCollection<unknown> {
    const id = {
      find: () => this.#ids.get(name),
      create: () => this.#ids.set(name, Number(this.#options.store.sequence()).toString(36)),
      drop: () => {
        const dropped = this.#ids.get(name)!;
        this.#ids.delete(name);
        this.#dropped.set(dropped, true);
        this.#deleteLater(dropped);
      },
    };
    return new PersistentLargeCollection(this.#options.disk, id, this.#options.onChange);
  }

  /** By the name of the collection. */
  get #ids(): Collection<string> {
    return this.#options.store.collection("store/large-collections");
  }

  /** The ids whose entries are still to be deleted. */
  get #dropped(): Collection<true> {
    return this.#options.store.collection("store/dropped-collections");
  }

  /** One after the other, and not before it is certain that the id is forgotten. What fails is tried again at the next start. */
  #deleteLater(id: string): void {
    const { level, store } = this.#options;
    const certain = store.durable();
    this.#deleting = this.#deleting
      .then(() => certain)
      .then(async () => {
        if (this.#closed) return;
        await level.clear(largeRange(id));
        if (!this.#closed) this.#dropped.delete(id);
      })
      .catch(() => {});
  }
}
