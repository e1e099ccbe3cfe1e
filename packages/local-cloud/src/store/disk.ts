import type { ClassicLevel } from "classic-level";
import { DamageError, StorageError } from "../core/storage-error.ts";
import type { KeyRange } from "../core/store.ts";
import { largePrefix, largeRange } from "./disk-keys.ts";

/** Of one portion, in bytes. Several readers may each hold one. */
const portionBytes = 128 * 1024;
const portionEntries = 1000;
/** The first portion is small, for readers that need only a few entries. */
const firstEntries = 32;

export interface DiskOptions {
  folder: string;
  level: ClassicLevel;
  /** Resolves when LevelDB is not being closed and opened again. */
  readable: () => Promise<void>;
  /** Receives a sentence for the person at the terminal: the folder is damaged. */
  notify: (sentence: string) => void;
}

/** Reads the entries of large collections, as text. */
export class Disk {
  readonly #folder: string;
  readonly #level: ClassicLevel;
  readonly #readable: () => Promise<void>;
  readonly #notify: (sentence: string) => void;
  #told = false;

  constructor({ folder, level, readable, notify }: DiskOptions) {
    this.#folder = folder;
    this.#level = level;
    this.#readable = readable;
    this.#notify = notify;
  }

  /** @param key the whole key on disk */
  read(key: string): string | undefined {
    try {
      return this.#level.getSync(key);
    } catch (error) {
      throw this.#problem(error);
    }
  }

  /** Entries of one collection, without its prefix. If LevelDB is opened again in the meantime, goes on where it was. */
  async *portions(id: string, range: KeyRange): AsyncGenerator<Array<[string, string]>> {
    let left = range;
    for (;;) {
      let last: string | undefined;
      try {
        for await (const portion of this.#read(id, left)) {
          last = portion.at(-1)![0];
          yield portion;
        }
        return;
      } catch (error) {
        if (!isClosed(error)) throw this.#problem(error);
        await this.#readable();
        if (this.#level.status !== "open") throw this.#problem(error);
        if (last !== undefined)
          left = range.reverse ? { ...left, lt: last, lte: undefined } : { ...left, gt: last, gte: undefined };
      }
    }
  }

  damaged(key: string): DamageError {
    return this.#tell(new DamageError(this.#folder, `the entry '${key.replaceAll("\u0000", "/")}' was changed`));
  }

  async *#read(id: string, range: KeyRange): AsyncGenerator<Array<[string, string]>> {
    const prefix = largePrefix(id);
    const iterator = this.#level.iterator({ ...bounds(id, range), highWaterMarkBytes: portionBytes });
    try {
      for (let size = firstEntries; ; size = portionEntries) {
        const portion = await iterator.nextv(size);
        if (portion.length === 0) return;
        yield portion.map(([key, text]): [string, string] => [key.slice(prefix.length), text]);
      }
    } finally {
      await iterator.close();
    }
  }

  /** Whatever LevelDB cannot read, while it is open, is damaged. */
  #problem(error: unknown): Error {
    if (error instanceof DamageError || error instanceof StorageError) return error;
    if (isClosed(error)) return new StorageError(this.#folder, error);
    const { message, cause } = error as Error & { cause?: Error };
    return this.#tell(new DamageError(this.#folder, cause?.message ?? message));
  }

  #tell(error: DamageError): DamageError {
    if (!this.#told) this.#notify(error.message);
    this.#told = true;
    return error;
  }
}

function isClosed(error: unknown): boolean {
  const codes = [
    (error as NodeJS.ErrnoException).code,
    ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code,
  ];
  return codes.includes("LEVEL_DATABASE_NOT_OPEN") || codes.includes("LEVEL_ITERATOR_NOT_OPEN");
}

function bounds(id: string, { gt, gte, lt, lte, reverse = false }: KeyRange) {
  const prefix = largePrefix(id);
  const all = largeRange(id);
  return {
    ...(gt !== undefined ? { gt: prefix + gt } : { gte: gte === undefined ? all.gte : prefix + gte }),
    ...(lte !== undefined ? { lte: prefix + lte } : { lt: lt === undefined ? all.lt : prefix + lt }),
    reverse,
  };
}
