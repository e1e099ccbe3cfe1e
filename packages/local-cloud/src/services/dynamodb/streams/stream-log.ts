import type { Account } from "../../../core/account.ts";
import type { Collection } from "../../../core/store.ts";
import { retentionMs, type StoredRecord } from "./stored.ts";

/** How many deleted numbers may stay at the head of the list before it is copied. */
const slack = 1000;

/**
 * The records of one stream, in order. A record is stored together with the write that it tells of; it can be read once
 * both are durable, so that no reader acts on a write that a kill could still undo.
 */
export class StreamLog {
  readonly #account: Pick<Account, "activity" | "clock" | "store">;
  readonly #records: Collection<StoredRecord>;
  readonly #onTrim: (through: string) => void;
  readonly #listeners = new Set<() => void>();
  /** The sequence numbers of the records, from `#first` on. */
  #numbers: string[];
  #first = 0;
  /** Where the records end that can be read. */
  #end: number;
  /** The write to disk that the newest records wait for. */
  #batch: { durable: Promise<void>; last: string } | undefined;

  /** @param onTrim Is told the number of the last record that was deleted because of its age. */
  constructor(
    account: Pick<Account, "activity" | "clock" | "store">,
    records: Collection<StoredRecord>,
    onTrim: (through: string) => void,
  ) {
    this.#account = account;
    this.#records = records;
    this.#onTrim = onTrim;
    this.#numbers = [...records.keys()];
    this.#end = this.#numbers.length;
  }

  /** Adds a record. Call it in the turn of the event loop in which the item is written. */
  append(record: StoredRecord): void {
    this.trim();
    const number = nextSequenceNumber(this.#account);
    this.#records.set(number, record);
    this.#numbers.push(number);
    this.#revealWhenDurable(number);
  }

  /** Deletes the records that are older than 24 hours. */
  trim(): void {
    const limit = this.#account.clock.now() - retentionMs;
    const before = this.#first;
    while (this.#first < this.#end && this.#records.get(this.#numbers[this.#first]!)!.at <= limit) {
      this.#records.delete(this.#numbers[this.#first++]!);
    }
    if (this.#first === before) return;
    this.#onTrim(this.#numbers[this.#first - 1]!);
    if (this.#first > slack && this.#first * 2 > this.#numbers.length) this.#dropHead();
  }

  /** The records after `number`, oldest first. */
  *after(number: string): Generator<[number: string, record: StoredRecord]> {
    this.trim();
    for (let at = this.#firstAfter(number); at < this.#end; at++) {
      const key = this.#numbers[at]!;
      yield [key, this.#records.get(key)!];
    }
  }

  /** The number of the newest record that can be read. */
  last(): string | undefined {
    return this.#end > this.#first ? this.#numbers[this.#end - 1] : undefined;
  }

  /** Whether all records can be read. */
  get settled(): boolean {
    return this.#end === this.#numbers.length;
  }

  /** The number of the newest record, even if it cannot be read yet. */
  lastWritten(): string | undefined {
    return this.#numbers.length > this.#first ? this.#numbers.at(-1) : undefined;
  }

  /** Calls `listener` after each batch of records that can now be read. Returns a function that ends this. */
  onRecord(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #revealWhenDurable(number: string): void {
    const durable = this.#account.store.durable();
    if (this.#batch?.durable === durable) {
      this.#batch.last = number;
      return;
    }
    const batch = { durable, last: number };
    this.#batch = batch;
    // The writer is told of a failure; then nobody may read the record.
    const revealed = durable.then(
      () => this.#reveal(batch.last),
      () => {},
    );
    void this.#account.activity.track(revealed);
  }

  #reveal(through: string): void {
    while (this.#end < this.#numbers.length && this.#numbers[this.#end]! <= through) this.#end++;
    for (const listener of [...this.#listeners]) listener();
  }

  #dropHead(): void {
    this.#numbers = this.#numbers.slice(this.#first);
    this.#end -= this.#first;
    this.#first = 0;
  }

  #firstAfter(number: string): number {
    let low = this.#first;
    let high = this.#end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#numbers[middle]! <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** 21 digits, the fewest that AWS has, so that they sort as strings ("StreamRecord"). */
export function nextSequenceNumber({ store }: Pick<Account, "store">): string {
  return `100000${store.sequence()}`;
}
