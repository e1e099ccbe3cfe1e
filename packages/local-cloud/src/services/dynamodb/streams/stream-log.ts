import type { Account } from "../../../core/account.ts";
import type { Collection, LargeCollection } from "../../../core/store.ts";
import { retentionMs, type StoredRecord } from "./stored.ts";

/** The places of a stream's records: from `first` until before `end`. */
export interface Extent {
  first: number;
  end: number;
}

/** A record under its place in the stream, with its sequence number. */
export type PlacedRecord = StoredRecord & { number: string };

export interface StreamLogOptions {
  /** The stream's ARN. */
  name: string;
  records: LargeCollection<PlacedRecord>;
  /** Of all streams. */
  extents: Collection<Extent>;
  /** Is told the number of the last record that was deleted because of its age. */
  onTrim: (through: string) => void;
}

/**
 * The records of one stream, in order. A record is stored together with the write that it tells of; it can be read once
 * both are durable, so that no reader acts on a write that a kill could still undo.
 */
export class StreamLog {
  readonly #account: Pick<Account, "activity" | "clock" | "store">;
  readonly #options: StreamLogOptions;
  readonly #listeners = new Set<() => void>();
  #first: number;
  /** Where the records end that can be read. */
  #readable: number;
  /** Where all records end. */
  #end: number;
  /** The write to disk that the newest records wait for, and where they end. */
  #batch: { durable: Promise<void>; end: number } | undefined;

  constructor(account: Pick<Account, "activity" | "clock" | "store">, options: StreamLogOptions) {
    this.#account = account;
    this.#options = options;
    const { first, end } = options.extents.get(options.name) ?? { first: 0, end: 0 };
    this.#first = first;
    this.#readable = end;
    this.#end = end;
  }

  /** Adds a record. Call it in the turn of the event loop in which the item is written. */
  append(record: StoredRecord): void {
    this.trim();
    const number = nextSequenceNumber(this.#account);
    this.#options.records.set(keyOf(this.#end++), { ...record, number });
    this.#saveExtent();
    this.#revealWhenDurable();
  }

  /** Deletes the records that are older than 24 hours. */
  trim(): void {
    const limit = this.#account.clock.now() - retentionMs;
    if (this.#first === this.#readable || this.#at(this.#first).at > limit) return;
    const left = this.#search(({ at }) => at > limit);
    const through = this.#at(left - 1).number;
    while (this.#first < left) this.#options.records.delete(keyOf(this.#first++));
    this.#saveExtent();
    this.#options.onTrim(through);
  }

  /** The records after `number`, oldest first. */
  *after(number: string): Generator<[number: string, record: StoredRecord]> {
    this.trim();
    for (let place = this.#search((record) => record.number > number); place < this.#readable; place++) {
      const { number, ...record } = this.#at(place);
      yield [number, record];
    }
  }

  /** The number of the newest record that can be read. */
  last(): string | undefined {
    return this.#readable > this.#first ? this.#at(this.#readable - 1).number : undefined;
  }

  /** Whether all records can be read. */
  get settled(): boolean {
    return this.#readable === this.#end;
  }

  /** The number of the newest record, even if it cannot be read yet. */
  lastWritten(): string | undefined {
    return this.#end > this.#first ? this.#at(this.#end - 1).number : undefined;
  }

  /** Calls `listener` after each batch of records that can now be read. Returns a function that ends this. */
  onRecord(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #revealWhenDurable(): void {
    const durable = this.#account.store.durable();
    if (this.#batch?.durable === durable) {
      this.#batch.end = this.#end;
      return;
    }
    const batch = { durable, end: this.#end };
    this.#batch = batch;
    // The writer is told of a failure; then nobody may read the record.
    const revealed = durable.then(
      () => this.#reveal(batch.end),
      () => {},
    );
    void this.#account.activity.track(revealed);
  }

  #reveal(end: number): void {
    this.#readable = Math.max(this.#readable, end);
    for (const listener of [...this.#listeners]) listener();
  }

  #saveExtent(): void {
    this.#options.extents.set(this.#options.name, { first: this.#first, end: this.#end });
  }

  #at(place: number): PlacedRecord {
    return this.#options.records.get(keyOf(place))!;
  }

  /** The place of the first readable record for which `holds`, which must hold for all after it. */
  #search(holds: (record: PlacedRecord) => boolean): number {
    let low = this.#first;
    let high = this.#readable;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#at(middle))) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** 21 digits, the fewest that AWS has, so that they sort as strings ("StreamRecord"). */
export function nextSequenceNumber({ store }: Pick<Account, "store">): string {
  return `100000${store.sequence()}`;
}

function keyOf(place: number): string {
  return String(place).padStart(15, "0");
}
