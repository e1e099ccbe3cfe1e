import type { ClassicLevel } from "classic-level";
import { Activity } from "../core/activity.ts";
import { RealClock } from "../core/real-clock.ts";
import { StorageError } from "../core/storage-error.ts";
import type { Changing, StoreOperation } from "./changes.ts";
import { checkRoom } from "./room.ts";

/** The time between two tries to write to a folder that refused, in system time. */
const retryMs = 1000;

export interface BatchWriterOptions {
  folder: string;
  level: ClassicLevel;
  /** An operation that is part of each batch. It is asked for after all others. */
  last: () => StoreOperation;
  notify: (sentence: string) => void;
  /** Called before each write to the folder; what it throws is what the operating system answers. */
  beforeWrite: () => void;
}

/**
 * Writes the changes of collections to LevelDB in batches. All changes of one turn of the event loop are in one batch, which
 * is written as a whole or not at all. While a batch is being written the next one fills (group commit), so that many
 * concurrent calls cost one write.
 *
 * If the folder refuses a batch (a full disk), nothing more is written to that LevelDB: the end of its log may be half a
 * record. Once the folder takes writes again, LevelDB is reopened, which drops that half, and all changes since the last
 * batch are written.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions;
  readonly #systemClock = new RealClock(new Activity());
  #changed = new Set<Changing>();
  /** The batch being written, or the last one. */
  #writing: Promise<void> = Promise.resolve();
  /** The next batch, if anything has changed. */
  #next: Promise<void> | undefined;
  /** Why the folder refused the last batch. */
  #trouble: StorageError | undefined;
  /** The attempt to write after that. */
  #recovering: Promise<void> | undefined;
  #closed = false;

  constructor(options: BatchWriterOptions) {
    this.#options = options;
  }

  readonly changed = (collection: Changing): void => {
    this.#changed.add(collection);
    this.#writeSoon();
  };

  durable(): Promise<void> {
    return this.#next ?? this.#writing;
  }

  async writable(): Promise<void> {
    if (this.#trouble) await this.#recover();
  }

  async readable(): Promise<void> {
    await this.#recovering?.catch(() => {});
  }

  /** Tries no more to write to a folder that refuses. */
  close(): void {
    this.#closed = true;
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
    const { level, last, beforeWrite } = this.#options;
    const changes = [...this.#changed].map((collection) => collection.takeChanges());
    this.#changed = new Set();
    try {
      beforeWrite();
      await level.batch([...changes.flatMap(({ operations }) => operations), last()]);
    } catch (error) {
      for (const change of changes) change.failed();
      throw error;
    }
    for (const change of changes) change.written();
  }

  #refused(error: unknown): never {
    const isNew = this.#trouble === undefined;
    this.#trouble = new StorageError(this.#options.folder, error);
    if (isNew) this.#options.notify(this.#trouble.message);
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
    const { folder, level, notify, beforeWrite } = this.#options;
    try {
      beforeWrite();
      await checkRoom(folder, level.location);
      await level.close();
      await level.open();
      await this.#writeChanges();
    } catch (error) {
      this.#refused(error);
    }
    this.#trouble = undefined;
    this.#writing = Promise.resolve();
    if (this.#changed.size > 0) this.#writeSoon();
    notify(`The local cloud can write to ${folder} again; all changes are stored.`);
  }
}
