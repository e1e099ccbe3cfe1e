import { crc32 } from "node:zlib";
import type { ClassicLevel } from "classic-level";
import { Activity } from "../core/activity.ts";
import { RealClock } from "../core/real-clock.ts";
import { StorageError } from "../core/storage-error.ts";
import type { Collection, Store } from "../core/store.ts";
import { decodeKey, encodeKey } from "./encoded-key.ts";
import { removeOwner } from "./folder.ts";
import { PersistentCollection } from "./persistent-collection.ts";
import { checkRoom } from "./room.ts";

/** Between a collection's name and a key, both encoded. */
const separator = "\u0000";
/** The key of the summary. */
const summaryKey = "summary";
/** The longest wait of a write by `later`, in system time. */
const laterMs = 1000;
/** The time between two tries to write to a folder that refused, in system time. */
const retryMs = 1000;

export interface StoreOptions {
  /** Receives sentences for the person at the terminal: the folder cannot be written, it can again. Default: on stderr. */
  notify?: (sentence: string) => void;
  /** For tests: called before each write to the folder; what it throws is what the operating system answers. */
  beforeWrite?: () => void;
}

/** The store's expected content, written with each batch: opening the store compares it, and so notices damage. */
export interface Summary {
  entries: number;
  /** Exclusive or of all entries' checksums. */
  checksum: number;
  sequence: number;
}

/**
 * Collections in memory, written to a LevelDB in batches. All changes of one turn of the event loop are in one batch, which
 * is written as a whole or not at all. While a batch is being written the next one fills (group commit), so that many
 * concurrent calls cost one write.
 *
 * When `durable` resolves the operating system has the batch, but the disk may not (no fsync): a killed process loses nothing
 * that was answered; a power cut may lose the last seconds, and leaves an earlier, consistent state.
 *
 * If the folder refuses a batch (a full disk), what is in memory stays readable and nothing more is written to that LevelDB:
 * the end of its log may be half a record. Once the folder takes writes again, LevelDB is reopened, which drops that half,
 * and all changes since the last batch are written.
 */
export class PersistentStore implements Store {
  readonly #folder: string;
  readonly #level: ClassicLevel;
  readonly #collections = new Map<string, PersistentCollection<unknown>>();
  readonly #changed = new Set<PersistentCollection<unknown>>();
  readonly #summary: Summary = { entries: 0, checksum: 0, sequence: 0 };
  readonly #systemClock = new RealClock(new Activity());
  readonly #later = new Set<() => void>();
  readonly #notify: (sentence: string) => void;
  readonly #beforeWrite: () => void;
  /** The batch being written, or the last one. */
  #writing: Promise<void> = Promise.resolve();
  /** The next batch, if anything has changed. */
  #next: Promise<void> | undefined;
  /** Why the folder refused the last batch. */
  #trouble: StorageError | undefined;
  /** The attempt to write after that. */
  #recovering: Promise<void> | undefined;
  #closed = false;

  constructor(folder: string, level: ClassicLevel, { notify = toStderr, beforeWrite = () => {} }: StoreOptions = {}) {
    this.#folder = folder;
    this.#level = level;
    this.#notify = notify;
    this.#beforeWrite = beforeWrite;
  }

  collection<V>(name: string): Collection<V> {
    return this.#collection(name) as PersistentCollection<V>;
  }

  drop(name: string): void {
    this.#collections.get(name)?.clear();
  }

  sequence(): string {
    return String(++this.#summary.sequence).padStart(15, "0");
  }

  later(write: () => void): void {
    this.#later.add(write);
    if (this.#later.size === 1) this.#systemClock.after(laterMs, () => this.#writeLater());
  }

  durable(): Promise<void> {
    return this.#next ?? this.#writing;
  }

  async writable(): Promise<void> {
    if (this.#trouble) await this.#recover();
  }

  async close(): Promise<void> {
    this.#closed = true;
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

  /** Reads everything. @throws Error if the store is damaged */
  async load(): Promise<void> {
    let expected: Summary | undefined;
    const iterator = this.#level.iterator({ highWaterMarkBytes: 1024 * 1024 });
    try {
      for (;;) {
        const entries = await iterator.nextv(5000);
        if (entries.length === 0) break;
        for (const [key, text] of entries) {
          if (key === summaryKey) expected = parse(key, text) as Summary;
          else this.#loadEntry(key, text);
        }
      }
    } finally {
      await iterator.close();
    }
    this.#compare(expected);
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
      found = new PersistentCollection(name, (changed) => this.#schedule(changed));
      this.#collections.set(name, found);
    }
    return found;
  }

  #schedule(changed: PersistentCollection<unknown>): void {
    this.#changed.add(changed);
    this.#writeSoon();
  }

  #writeSoon(): void {
    if (this.#next) return;
    this.#next = this.#writeAfter(this.#writing);
    // `durable` reports a failure; a write that nobody awaits must not end the process.
    this.#next.catch(() => {});
  }

  /** While the folder refuses writes, changes only collect. */
  async #writeAfter(previous: Promise<void>): Promise<void> {
    await Promise.all([previous.catch(() => {}), new Promise((resolve) => setImmediate(resolve))]);
    this.#writing = this.#next!;
    this.#next = undefined;
    if (this.#trouble) throw this.#trouble;
    await this.#writeChanges().catch((error: unknown) => this.#refused(error));
  }

  async #writeChanges(): Promise<void> {
    const changes = [...this.#changed].map((collection) => ({ collection, keys: [...collection.changed] }));
    try {
      const operations = this.#takeChanges();
      this.#beforeWrite();
      await this.#level.batch(operations);
    } catch (error) {
      for (const { collection, keys } of changes) {
        for (const key of keys) collection.changed.add(key);
        this.#changed.add(collection);
      }
      throw error;
    }
  }

  #refused(error: unknown): never {
    const isNew = this.#trouble === undefined;
    this.#trouble = new StorageError(this.#folder, error);
    if (isNew) this.#notify(this.#trouble.message);
    if (isNew) this.#systemClock.after(retryMs, () => this.#retry());
    throw this.#trouble;
  }

  async #retry(): Promise<void> {
    if (!this.#trouble || this.#closed) return;
    await this.#recover().catch(() => this.#systemClock.after(retryMs, () => this.#retry()));
  }

  #recover(): Promise<void> {
    this.#recovering ??= this.#reopen().finally(() => {
      this.#recovering = undefined;
    });
    return this.#recovering;
  }

  async #reopen(): Promise<void> {
    try {
      this.#beforeWrite();
      await checkRoom(this.#folder, this.#level.location);
      await this.#level.close();
      await this.#level.open();
      await this.#writeChanges();
    } catch (error) {
      this.#refused(error);
    }
    this.#trouble = undefined;
    this.#writing = Promise.resolve();
    if (this.#changed.size > 0) this.#writeSoon();
    this.#notify(`The local cloud can write to ${this.#folder} again; all changes are stored.`);
  }

  #takeChanges() {
    const operations: Array<{ type: "put"; key: string; value: string } | { type: "del"; key: string }> = [];
    for (const collection of this.#changed) {
      for (const key of collection.changed) {
        const fullKey = encodeKey(collection.name) + separator + encodeKey(key);
        const value = collection.get(key);
        if (value === undefined) {
          this.#account(collection, key, undefined);
          operations.push({ type: "del", key: fullKey });
        } else {
          const text = JSON.stringify(value);
          this.#account(collection, key, checksumOf(fullKey, text));
          operations.push({ type: "put", key: fullKey, value: text });
        }
      }
      collection.changed.clear();
    }
    this.#changed.clear();
    operations.push({ type: "put", key: summaryKey, value: JSON.stringify(this.#summary) });
    return operations;
  }

  /** Updates the summary for one changed entry. */
  #account({ checksums }: PersistentCollection<unknown>, key: string, after: number | undefined): void {
    const before = checksums.get(key);
    if (before !== undefined) {
      this.#summary.entries--;
      this.#summary.checksum ^= before;
    }
    if (after === undefined) {
      checksums.delete(key);
      return;
    }
    this.#summary.entries++;
    this.#summary.checksum ^= after;
    checksums.set(key, after);
  }

  #loadEntry(fullKey: string, text: string): void {
    const at = fullKey.indexOf(separator);
    if (at < 1) throw new Error(`it has an entry under the unknown key '${fullKey}'`);
    const key = decodeKey(fullKey.slice(at + 1));
    const checksum = checksumOf(fullKey, text);
    this.#collection(decodeKey(fullKey.slice(0, at))).load(key, parse(fullKey, text), checksum);
    this.#summary.entries++;
    this.#summary.checksum ^= checksum;
  }

  #compare(expected: Summary | undefined): void {
    if (!expected) throw new Error("its summary is missing");
    const { entries, checksum } = this.#summary;
    if (entries !== expected.entries) throw new Error(`it has ${entries} entries and should have ${expected.entries}`);
    if (checksum !== expected.checksum) throw new Error("its entries are not those that were written");
    this.#summary.sequence = expected.sequence;
  }
}

function toStderr(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

function checksumOf(key: string, text: string): number {
  return crc32(text, crc32(key)) | 0;
}

function parse(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`the entry '${key.replace(separator, "/")}' is not JSON`);
  }
}
