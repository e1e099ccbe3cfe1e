import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { AwsError, createAccount, type LocalAccount } from "@event-choreography/local-cloud/testing";
import { canonical, sorted } from "../canonical.ts";
import type { Call, CallResult } from "./calls.ts";
import { Interner } from "./interner.ts";
import type { Change } from "./pipes.ts";
import { type Contents, emptyContents } from "./stores.ts";
import type { TableWiring } from "./wiring.ts";

/** An item as DynamoDB's JSON protocol has it: { bookingId: { S: "B1" } }. */
type WireItem = Record<string, AttributeValue>;
type AttributeValue = Record<string, unknown>;
/** The document client's `send`, for any command. */
type Send = (command: object) => Promise<unknown>;

interface TableEffect {
  result: CallResult;
  contents: Contents;
  /** The items that differ afterwards. */
  changes: Change[];
}

/**
 * The local cloud's DynamoDB as a pure function: from a table's contents and a call to the call's result and
 * the new contents. Calls go through the SDK's document client, without HTTP. Results are cached.
 */
export class Database {
  readonly #account: LocalAccount;
  readonly #tables: ReadonlyMap<string, TableWiring>;
  readonly #send: Send;
  readonly #loaded = new Map<string, readonly WireItem[]>();
  readonly #items = new Map<string, WireItem>();
  readonly #wireItems = new Map<Contents, readonly WireItem[]>([[emptyContents, []]]);
  readonly #effects = new Map<string, TableEffect>();
  readonly #contentsIds = new Interner();

  /** `send` is the document client's own, from before handlers' calls were mocked. */
  static async create(tables: readonly TableWiring[], send: DynamoDBDocumentClient["send"]): Promise<Database> {
    const account = createAccount();
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({
        region: account.region,
        credentials: account.credentials.admin,
        maxAttempts: 1,
        requestHandler: inProcess(account) as never,
      }),
    );
    const database = new Database(account, tables, send.bind(client) as unknown as Send);
    for (const table of tables) await database.#call("CreateTable", creationOf(table));
    return database;
  }

  private constructor(account: LocalAccount, tables: readonly TableWiring[], send: Send) {
    this.#account = account;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#send = send;
  }

  async perform(call: Call, contents: Contents): Promise<TableEffect> {
    const key = `${this.#contentsIds.idOf(contents)} ${call.operation} ${JSON.stringify(call.input)}`;
    let effect = this.#effects.get(key);
    if (!effect) this.#effects.set(key, (effect = await this.#computeEffect(call, contents)));
    return effect;
  }

  async #computeEffect({ command, input }: Call, contents: Contents): Promise<TableEffect> {
    const table = this.#tables.get(input.TableName);
    if (!table) throw new Error(`A handler calls a table that the program does not create: ${JSON.stringify(input)}`);
    await this.#load(table, contents);
    const before = this.#loaded.get(table.name) ?? [];
    const result = await this.#send(command!).then(
      (output) => ({ output: sorted(output) }),
      (error: unknown) => ({ error }),
    );
    const after = await this.#read(table);
    return { result, contents: after, changes: changesBetween(before, this.#wireItems.get(after)!, table) };
  }

  async #load(table: TableWiring, contents: Contents): Promise<void> {
    const { name: TableName, key } = table;
    const wanted = this.#wireItems.get(contents);
    const before = this.#loaded.get(TableName) ?? [];
    for (const item of before.filter((each) => !wanted?.includes(each))) {
      const Key = Object.fromEntries(key.map((name) => [name, item[name]]));
      await this.#call("DeleteItem", { TableName, Key });
    }
    if (wanted) {
      for (const Item of wanted.filter((each) => !before.includes(each)))
        await this.#call("PutItem", { TableName, Item });
      this.#loaded.set(TableName, wanted);
    } else {
      for (const Item of JSON.parse(contents)) await this.#send(new PutCommand({ TableName, Item }));
      await this.#read(table);
    }
  }

  async #read({ name: TableName }: TableWiring): Promise<Contents> {
    const { Items = [] } = await this.#call<{ Items?: WireItem[] }>("Scan", { TableName });
    const contents = `[${Items.map((item) => canonical(plain({ M: item }))).sort()}]`;
    // Equal items are one object, so that loading other contents writes only what differs.
    const items = Items.map((item) => this.#shared(item));
    this.#wireItems.set(contents, items);
    this.#loaded.set(TableName, items);
    return contents;
  }

  #shared(item: WireItem): WireItem {
    const text = canonical(item);
    if (!this.#items.has(text)) this.#items.set(text, item);
    return this.#items.get(text)!;
  }

  #call<Output>(operation: string, input: object): Promise<Output> {
    return this.#account.call({ service: "dynamodb", operation, input, principal: administrator(this.#account) });
  }
}

/** The input of CreateTable. */
function creationOf({ name, key, indexes }: TableWiring): object {
  const schemaOf = (names: string[]) =>
    names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" }));
  const attributes = new Set([key, ...indexes.map((index) => index.key)].flat());
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: schemaOf(key),
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    ...(indexes.length > 0 && {
      GlobalSecondaryIndexes: indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: schemaOf(index.key),
        Projection: { ProjectionType: "ALL" },
      })),
    }),
  };
}

/** Equal items are one object, so the others were changed, added or removed. */
function changesBetween(before: readonly WireItem[], after: readonly WireItem[], { key }: TableWiring): Change[] {
  const keyOf = (item: WireItem) => canonical(key.map((name) => item[name]));
  const changes = new Map<string, Change>();
  for (const item of before) if (!after.includes(item)) changes.set(keyOf(item), { OldImage: item });
  for (const item of after) {
    if (!before.includes(item)) changes.set(keyOf(item), { ...changes.get(keyOf(item)), NewImage: item });
  }
  return [...changes.values()];
}

/** { bookingId: "B1" } for { M: { bookingId: { S: "B1" } } }. */
function plain(value: AttributeValue): unknown {
  const [[type, inside]] = Object.entries(value) as [[string, unknown]];
  if (type === "N") return Number(inside);
  if (type === "L") return (inside as AttributeValue[]).map(plain);
  if (type !== "M") return type === "NULL" ? null : inside;
  return Object.fromEntries(Object.entries(inside as WireItem).map(([name, member]) => [name, plain(member)]));
}

function administrator({ id }: LocalAccount) {
  return { kind: "account" as const, accountId: id };
}

/** An SDK client's request handler that calls the account directly, without HTTP. */
function inProcess(account: LocalAccount) {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) {
      const operation = headers["x-amz-target"]!.split(".").at(-1)!;
      const request = {
        service: "dynamodb" as const,
        operation,
        input: JSON.parse(new TextDecoder().decode(body)),
        principal: administrator(account),
      };
      try {
        return response(200, await account.call<object>(request));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return response(error.status, { __type: error.code, message: error.message, ...error.members });
      }
    },
  };
}

function response(statusCode: number, body: object) {
  return { response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(body)) } };
}
