import type { ClassicLevel } from "classic-level";
import { Activity } from "../core/activity.ts";
import { RealClock } from "../core/real-clock.ts";
import type { Collection, LargeCollection, Store } from "../core/store.ts";
import { BatchWriter } from "./batch-writer.ts";
import { Disk } from "./disk.ts";
import { inMemory, parseEntryKey, parseValue, summaryKey } from "./disk-keys.ts";
import { removeOwner } from "./folder.ts";
import { LargeCollections } from "./large-collections.ts";
import { PersistentCollection } from "./persistent-collection.ts";
import { checksumOf, compareSummaries, type Summary } from "./summary.ts";

/** The longest wait of a write by `later`, in system time. */
const laterMs = 1000;

export interface StoreOptions {
  /** Receives sentences for the person at the terminal: the folder cannot be written, it can again. Default: on stderr. */
  notify?: (sentence: string) => void;
  /** For tests: called before each write to the folder; what it throws is what the operating system answers. */
  beforeWrite?: () => void;
}

/**
 * Collections in a LevelDB: those of `collection` are in memory as a whole, those of `large` on disk only.
 *
 * When `durable` resolves the operating system has the changes, but the disk may not (no fsync): a killed process loses
 * nothing that was answered; a power cut may lose the last seconds, and leaves an earlier, consistent state.
 */
export class PersistentStore implements Store {
  readonly #folder: string;
  readonly #level: ClassicLevel;
  readonly #writer: BatchWriter;
  readonly #collections = new Map<string, PersistentCollection<unknown>>();
  readonly #large: LargeCollections;
  readonly #summary: Summary = { entries: 0, checksum: 0, sequence: 0 };
  readonly #systemClock = new RealClock(new Activity());
  readonly #later = new Set<() => void>();
  readonly #notify: (sentence: string) => void;

  constructor(folder: string, level: ClassicLevel, { notify = toStderr, beforeWrite = () => {} }: StoreOptions = {}) {
    this.#folder = folder;
    this.#level = level;
    this.#notify = notify;
    const last = () => ({ type: "put" as const, key: summaryKey, value: JSON.stringify(this.#summary) });
    this.#writer = new BatchWriter({ folder, level, last, notify, beforeWrite });
    const disk = new Disk({ folder, level, readable: () => this.readable(), notify });
    this.#large = new LargeCollections({ level, disk, store: this, onChange: this.#writer.changed });
  }

  collection<V>(name: string): Collection<V> {
    return this.#collection(name) as PersistentCollection<V>;
  }

  large<V>(name: string): LargeCollection<V> {
    return this.#large.get(name);
  }

  drop(name: string): void {
    this.#collections.get(name)?.clear();
    this.#large.drop(name);
  }

  sequence(): string {
    return String(++this.#summary.sequence).padStart(15, "0");
  }

  later(write: () => void): void {
    this.#later.add(write);
    if (this.#later.size === 1) this.#systemClock.after(laterMs, () => this.#writeLater());
  }

  durable(): Promise<void> {
    return this.#writer.durable();
  }

  writable(): Promise<void> {
    return this.#writer.writable();
  }

  readable(): Promise<void> {
    return this.#writer.readable();
  }

  async close(): Promise<void> {
    this.#writer.close();
    this.#large.close();
    try {
      this.#writeLater();
      await this.durable().catch(() => this.writable());
    } catch (error) {
      this.#notify(`${(error as Error).message} It ends now; the changes of calls that it has refused are not stored.`);
    } finally {
      await this.#level.close();
      removeOwner(this.#folder);
    }
  }

  /** Reads what is to be in memory. @throws Error if that is damaged */
  async load(): Promise<void> {
    let expected: Summary | undefined;
    const iterator = this.#level.iterator({ ...inMemory, highWaterMarkBytes: 1024 * 1024 });
    try {
      for (;;) {
        const entries = await iterator.nextv(5000);
        if (entries.length === 0) break;
        for (const [key, text] of entries) {
          if (key === summaryKey) expected = parseValue(key, text) as Summary;
          else this.#loadEntry(key, text);
        }
      }
    } finally {
      await iterator.close();
    }
    compareSummaries(this.#summary, expected);
    this.#summary.sequence = expected!.sequence;
    this.#large.deleteDropped();
  }

  /** Writes the summary of an empty store: from then on a missing summary means damage. */
  async initialize(): Promise<void> {
    await this.#level.put(summaryKey, JSON.stringify(this.#summary));
  }

  #writeLater(): void {
    const writes = [...this.#later];
    this.#later.clear();
    for (const write of writes) write();
  }

  #collection(name: string): PersistentCollection<unknown> {
    let found = this.#collections.get(name);
    if (!found) {
      if (name === "") throw new RangeError("A collection must have a name.");
      found = new PersistentCollection(name, this.#summary, this.#writer.changed);
      this.#collections.set(name, found);
    }
    return found;
  }

  #loadEntry(fullKey: string, text: string): void {
    const { name, key } = parseEntryKey(fullKey);
    this.#collection(name).load(key, parseValue(fullKey, text), checksumOf(fullKey, text));
  }
}

function toStderr(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
