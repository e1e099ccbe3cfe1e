import { isInRange, type KeyRange, type LargeCollection, type ReadRange } from "../core/store.ts";
import type { Changes, Changing, StoreOperation } from "./changes.ts";
import type { Disk } from "./disk.ts";
import { largePrefix, parseValue } from "./disk-keys.ts";
import { checksumOf } from "./summary.ts";

/** A value that was set, or undefined for one that was deleted. */
interface Pending<V> {
  value: V | undefined;
}

/** Knows the collection's id. Without one it has nothing on disk. */
export interface LargeCollectionId {
  find(): string | undefined;
  create(): void;
  /** Forgets the id; what is stored under it is deleted later. */
  drop(): void;
}

/** The length of a checksum before each value on disk, in hexadecimal digits. */
const checksumLength = 8;

/** A collection on disk. In memory are only the changes that are not written yet. */
export class PersistentLargeCollection<V> implements LargeCollection<V>, Changing {
  readonly #disk: Disk;
  readonly #id: LargeCollectionId;
  readonly #onChange: (collection: Changing) => void;
  #pending = new Map<string, Pending<V>>();
  #changed = new Set<string>();

  constructor(disk: Disk, id: LargeCollectionId, onChange: (collection: Changing) => void) {
    this.#disk = disk;
    this.#id = id;
    this.#onChange = onChange;
  }

  get(key: string): V | undefined {
    const pending = this.#pending.get(key);
    if (pending) return pending.value;
    const id = this.#id.find();
    if (id === undefined) return undefined;
    const fullKey = largePrefix(id) + key;
    const text = this.#disk.read(fullKey);
    return text === undefined ? undefined : this.#decode(fullKey, text);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): void {
    this.#note(key, value);
  }

  delete(key: string): void {
    if (this.#pending.get(key)?.value !== undefined || this.#id.find() !== undefined) this.#note(key, undefined);
  }

  clear(): void {
    this.#pending = new Map();
    this.#changed = new Set();
    if (this.#id.find() !== undefined) this.#id.drop();
  }

  async *portions({ literal, ...range }: ReadRange = {}): AsyncGenerator<Array<[string, V]>> {
    const id = this.#id.find();
    const pending = this.#pendingIn(range);
    if (id !== undefined) {
      const prefix = largePrefix(id);
      for await (const portion of this.#disk.portions(id, range)) {
        const wanted = literal === undefined ? portion : portion.filter(([, text]) => mayContain(text, literal));
        const stored = wanted.map(([key, text]): [string, V] => [key, this.#decode(prefix + key, text)]);
        const merged = mergeInto(pending, stored, range.reverse ?? false);
        if (merged.length > 0) yield merged;
      }
    }
    const rest = pending.flatMap(([key, { value }]): Array<[string, V]> => (value === undefined ? [] : [[key, value]]));
    if (rest.length > 0) yield rest;
  }

  takeChanges(): Changes {
    const pending = this.#pending;
    const changes = [...this.#changed].map((key) => ({ key, entry: pending.get(key)! }));
    this.#changed = new Set();
    const prefix = largePrefix(this.#id.find() ?? "");
    return {
      operations: changes.map(({ key, entry }) => encode(prefix + key, entry.value)),
      written: () => {
        for (const { key, entry } of changes) if (pending.get(key) === entry) pending.delete(key);
      },
      failed: () => {
        if (this.#pending !== pending) return;
        for (const { key } of changes) this.#changed.add(key);
        this.#onChange(this);
      },
    };
  }

  #note(key: string, value: V | undefined): void {
    if (this.#id.find() === undefined) this.#id.create();
    this.#pending.set(key, { value });
    this.#changed.add(key);
    this.#onChange(this);
  }

  #pendingIn(range: KeyRange): Array<[string, Pending<V>]> {
    const entries = [...this.#pending].filter(([key]) => isInRange(key, range));
    return entries.sort(([one], [other]) => order(one, other, range.reverse ?? false));
  }

  #decode(fullKey: string, text: string): V {
    const json = text.slice(checksumLength);
    if (checksumText(fullKey, json) !== text.slice(0, checksumLength)) throw this.#disk.damaged(fullKey);
    return parseValue(fullKey, json) as V;
  }
}

function mayContain(json: string, literal: string): boolean {
  return json.includes(literal) || json.includes("\\u");
}

function encode(key: string, value: unknown): StoreOperation {
  if (value === undefined) return { type: "del", key };
  const json = JSON.stringify(value);
  return { type: "put", key, value: checksumText(key, json) + json };
}

function checksumText(key: string, json: string): string {
  return (checksumOf(key, json) >>> 0).toString(16).padStart(checksumLength, "0");
}

/** Takes from `pending` what has its place before the end of `stored`; pending entries replace stored ones. Both are in order. */
function mergeInto<V>(
  pending: Array<[string, Pending<V>]>,
  stored: Array<[string, V]>,
  reverse: boolean,
): Array<[string, V]> {
  if (pending.length === 0) return stored;
  const merged: Array<[string, V]> = [];
  let taken = 0;
  for (const entry of stored) {
    let replaced = false;
    for (; taken < pending.length && order(pending[taken]![0], entry[0], reverse) <= 0; taken++) {
      const [key, { value }] = pending[taken]!;
      if (key === entry[0]) replaced = true;
      if (value !== undefined) merged.push([key, value]);
    }
    if (!replaced) merged.push(entry);
  }
  pending.splice(0, taken);
  return merged;
}

function order(one: string, other: string, reverse: boolean): number {
  const ascending = one < other ? -1 : one > other ? 1 : 0;
  return reverse ? -ascending : ascending;
}
