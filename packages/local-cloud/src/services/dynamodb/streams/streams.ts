import type { KeySchemaElement, StreamViewType } from "@aws-sdk/client-dynamodb";
import type { Account } from "../../../core/account.ts";
import { arn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Collection } from "../../../core/store.ts";
import type { Observer } from "../sub-database.ts";
import { sameItem } from "./same-item.ts";
import { type Item, retentionMs, type StoredRecord, type StoredStream } from "./stored.ts";
import { type Extent, nextSequenceNumber, type PlacedRecord, StreamLog } from "./stream-log.ts";

/** The streams of the account's tables, disabled ones included. */
export class Streams {
  readonly #account: Account;
  readonly #streams: Collection<StoredStream>;
  readonly #extents: Collection<Extent>;
  readonly #logs = new Map<string, StreamLog>();

  constructor(account: Account) {
    this.#account = account;
    this.#streams = account.store.collection("dynamodb/streams");
    this.#extents = account.store.collection("dynamodb/stream-extents");
  }

  /** Creates a stream for a table that has none, or only disabled ones. */
  enable(tableName: string, keySchema: KeySchemaElement[], viewType: StreamViewType): StoredStream {
    const createdAt = this.#account.clock.now();
    const label = this.#unusedLabel(tableName, createdAt);
    const stream = {
      arn: this.#arnOf(tableName, label),
      tableName,
      label,
      viewType,
      keySchema,
      createdAt,
      startingSequenceNumber: nextSequenceNumber(this.#account),
    };
    this.#streams.set(stream.arn, stream);
    return stream;
  }

  /** Takes no more records. The stream can be read for another 24 hours. */
  disable(streamArn: string): void {
    const stream = this.get(streamArn);
    const endingSequenceNumber = this.log(streamArn).lastWritten() ?? startOf(stream);
    this.#streams.set(streamArn, { ...stream, disabled: { at: this.#account.clock.now(), endingSequenceNumber } });
  }

  /** All streams that can be read, in the order of their ARNs. */
  list(): StoredStream[] {
    const streams = [...this.#streams.values()].filter((stream) => !this.#dropIfExpired(stream));
    return streams.sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  find(streamArn: string): StoredStream | undefined {
    const found = this.#streams.get(streamArn);
    return found && !this.#dropIfExpired(found) ? found : undefined;
  }

  /** @throws AwsError ResourceNotFoundException */
  get(streamArn: string): StoredStream {
    const found = this.find(streamArn);
    if (found) return found;
    throw new AwsError("ResourceNotFoundException", `Requested resource not found: Stream: ${streamArn} not found`);
  }

  /** The records of a stream that exists. */
  log(streamArn: string): StreamLog {
    let log = this.#logs.get(streamArn);
    if (!log) {
      const onTrim = (trimmedThrough: string) =>
        this.#streams.set(streamArn, { ...this.#streams.get(streamArn)!, trimmedThrough });
      const records = this.#account.store.large<PlacedRecord>(collectionOf(streamArn));
      log = new StreamLog(this.#account, { name: streamArn, records, extents: this.#extents, onTrim });
      this.#logs.set(streamArn, log);
    }
    return log;
  }

  /** What writes the stream's records. A write that changes nothing makes none ("PutItem", "UpdateItem"). */
  recorder(streamArn: string): Observer<Item> {
    const stream = this.get(streamArn);
    const log = this.log(streamArn);
    return (before, after) => {
      const unchanged = before && after ? sameItem(before, after) : before === after;
      if (!unchanged) log.append(this.#record(stream, before, after));
    };
  }

  #record({ viewType, keySchema }: StoredStream, before: Item | undefined, after: Item | undefined): StoredRecord {
    const item = (after ?? before)!;
    return {
      at: this.#account.clock.now(),
      eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
      keys: Object.fromEntries(keySchema.map(({ AttributeName }) => [AttributeName!, item[AttributeName!]!])),
      ...(after && viewType.startsWith("NEW") && { newImage: after }),
      ...(before && viewType.includes("OLD") && { oldImage: before }),
    };
  }

  /** The time, or the next free millisecond: AWS promises that it is unique within a table. */
  #unusedLabel(tableName: string, at: number): string {
    const label = new Date(at).toISOString().slice(0, -1);
    return this.#streams.has(this.#arnOf(tableName, label)) ? this.#unusedLabel(tableName, at + 1) : label;
  }

  #arnOf(tableName: string, label: string): string {
    return arn("dynamodb", this.#account.region, this.#account.id, `table/${tableName}/stream/${label}`);
  }

  #dropIfExpired({ arn, disabled }: StoredStream): boolean {
    if (!disabled || this.#account.clock.now() < disabled.at + retentionMs) return false;
    this.#streams.delete(arn);
    this.#logs.delete(arn);
    this.#extents.delete(arn);
    this.#account.store.drop(collectionOf(arn));
    return true;
  }
}

/** The position before the oldest record that is left. */
export function startOf({ trimmedThrough, startingSequenceNumber }: StoredStream): string {
  return trimmedThrough ?? startingSequenceNumber;
}

function collectionOf(streamArn: string): string {
  return `dynamodb/stream-records/${streamArn}`;
}
