import type { TableDescription } from "@aws-sdk/client-dynamodb";
import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { Wire } from "../../core/service.ts";
import type { Collection } from "../../core/store.ts";
import { itemSize } from "./dynalite.ts";
import type { Item } from "./streams/stored.ts";
import { Streams } from "./streams/streams.ts";
import { type Observer, type Size, SubDatabase } from "./sub-database.ts";

/** A table's description and settings, without its items. */
export interface TableRecord {
  description: Wire<TableDescription> & { TableName: string; TableArn: string };
  tags: Record<string, string>;
  timeToLive?: { AttributeName: string };
  pointInTimeRecovery?: { enabledAt: number; recoveryPeriodInDays: number };
}

/** In bytes (DynamoDB Developer Guide, "Service, account, and table quotas"). */
const maxItemSize = 400 * 1024;

/** The account's tables. dynalite's validations and actions use it as their store. */
export class Database {
  readonly account: Account;
  readonly streams: Streams;
  readonly #tables: Collection<TableRecord>;
  readonly #sizes: Collection<Size>;
  readonly #subDatabases = new Map<string, SubDatabase<Item>>();

  readonly options = { maxItemSize };
  readonly tableDb: { awsAccountId: string; awsRegion: string };

  constructor(account: Account) {
    this.account = account;
    this.streams = new Streams(account);
    this.#tables = account.store.collection("dynamodb/tables");
    this.#sizes = account.store.collection("dynamodb/sizes");
    this.tableDb = { awsAccountId: account.id, awsRegion: account.region };
  }

  tableArn(name: string): string {
    return arn("dynamodb", this.account.region, this.account.id, `table/${name}`);
  }

  tableNames(): string[] {
    return [...this.#tables.keys()].sort();
  }

  find(name: string): TableRecord | undefined {
    return this.#tables.get(name);
  }

  /** @throws AwsError ResourceNotFoundException */
  table(name: string): TableRecord {
    const found = this.#tables.get(name);
    if (!found) {
      throw new AwsError("ResourceNotFoundException", `Requested resource not found: Table: ${name} not found`);
    }
    return found;
  }

  save(record: TableRecord): void {
    const name = record.description.TableName;
    this.#tables.set(name, record);
    this.getItemDb(name).observer = this.#recorder(record);
  }

  /** Its stream is disabled and can be read for another 24 hours ("DeleteTable"). */
  remove(record: TableRecord): void {
    const {
      TableName: name,
      StreamSpecification: stream,
      LatestStreamArn: streamArn,
      LocalSecondaryIndexes: local = [],
      GlobalSecondaryIndexes: global = [],
    } = record.description;
    if (stream?.StreamEnabled) this.streams.disable(streamArn!);
    this.getItemDb(name).observer = undefined;
    this.getItemDb(name).clear();
    for (const index of local) this.getIndexDb("local", name, index.IndexName!).clear();
    for (const index of global) this.getIndexDb("global", name, index.IndexName!).clear();
    this.#tables.delete(name);
  }

  getTable(name: string, _checkStatus: unknown, callback?: (error: Error | null, table?: object) => void): void {
    // dynalite passes two or three arguments. The second of three asks for a table that is not being created or
    // deleted; here both happen at once.
    const done = callback ?? (_checkStatus as NonNullable<typeof callback>);
    const found = this.#tables.get(name);
    if (found) done(null, found.description);
    else done(new AwsError("ResourceNotFoundException", "Requested resource not found"));
  }

  getItemDb(table: string): SubDatabase<Item> {
    return this.#subDatabase(`dynamodb/items/${table}`, () => this.#recorder(this.#tables.get(table)));
  }

  getIndexDb(kind: string, table: string, index: string): SubDatabase<Item> {
    return this.#subDatabase(`dynamodb/${kind.toLowerCase()}-indexes/${table}/${index}`);
  }

  #subDatabase(name: string, observer?: () => Observer<Item> | undefined): SubDatabase<Item> {
    let found = this.#subDatabases.get(name);
    if (!found) {
      const entries = this.account.store.large<Item>(name);
      found = new SubDatabase<Item>({ entries, sizes: this.#sizes, name, sizeOf: itemSize });
      found.observer = observer?.();
      this.#subDatabases.set(name, found);
    }
    return found;
  }

  /** What writes the records of the table's stream; undefined without an enabled stream. */
  #recorder(record: TableRecord | undefined): Observer<Item> | undefined {
    const { StreamSpecification: stream, LatestStreamArn: arn } = record?.description ?? {};
    return stream?.StreamEnabled ? this.streams.recorder(arn!) : undefined;
  }
}

/** The name of a table that clients may also name by its ARN. */
export function tableName(nameOrArn: string): string {
  const resource = parseArn(nameOrArn)?.resource;
  return resource?.startsWith("table/") ? resource.slice("table/".length) : nameOrArn;
}
