import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { AwsError, createAccount, type LocalAccount } from "@event-choreography/local-cloud/testing";
import { canonical, sorted } from "../canonical.ts";
import type { Answer, Call } from "./calls.ts";
import { Names } from "./names.ts";
import type { TableWiring } from "./wiring.ts";
import { emptyPart, type Part } from "./world.ts";

/** An item as it travels: { bookingId: { S: "B1" } }. */
type WireItem = Record<string, AttributeValue>;
type AttributeValue = Record<string, unknown>;
/** The document client's, for commands of which we need not know which. */
type Send = (command: object) => Promise<unknown>;

/**
 * The local cloud's DynamoDB as a function from what is in a table and a call to what is answered
 * and what is in the table then. Calls go to it through the SDK's own document client, without a
 * wire between. Each answer is worked out once.
 */
export class Database {
  readonly #account: LocalAccount;
  readonly #tables: ReadonlyMap<string, TableWiring>;
  readonly #send: Send;
  readonly #loaded = new Map<string, readonly WireItem[]>();
  readonly #items = new Map<string, WireItem>();
  readonly #wireItems = new Map<Part, readonly WireItem[]>([[emptyPart, []]]);
  readonly #known = new Map<string, { answer: Answer; part: Part }>();
  readonly #names = new Names();

  /** `send` is the document client's own, whatever stands in its place for the handlers. */
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
    for (const { name, key } of tables) {
      await database.#call("CreateTable", {
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: key.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? "HASH" : "RANGE" })),
        AttributeDefinitions: key.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      });
    }
    return database;
  }

  private constructor(account: LocalAccount, tables: readonly TableWiring[], send: Send) {
    this.#account = account;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#send = send;
  }

  async perform(call: Call, part: Part): Promise<{ answer: Answer; part: Part }> {
    const key = `${this.#names.of(part)} ${call.operation} ${JSON.stringify(call.input)}`;
    let known = this.#known.get(key);
    if (!known) this.#known.set(key, (known = await this.#workOut(call, part)));
    return known;
  }

  async #workOut({ command }: Call, part: Part): Promise<{ answer: Answer; part: Part }> {
    const table = this.#tables.get((command.input as { TableName: string }).TableName);
    if (!table) throw new Error(`A handler calls for the table ${JSON.stringify(command.input)}, which nobody made.`);
    await this.#load(table, part);
    const answer = await this.#send(command).then(
      (output) => ({ output: sorted(output) }),
      (error: unknown) => ({ error }),
    );
    return { answer, part: await this.#read(table) };
  }

  async #load(table: TableWiring, part: Part): Promise<void> {
    const { name: TableName, key } = table;
    const wanted = this.#wireItems.get(part);
    const before = this.#loaded.get(TableName) ?? [];
    for (const item of before.filter((each) => !wanted?.includes(each))) {
      const Key = Object.fromEntries(key.map((name) => [name, item[name]]));
      await this.#call("DeleteItem", { TableName, Key });
    }
    if (wanted) {
      for (const Item of wanted.filter((each) => !before.includes(each)))
        await this.#call("PutItem", { TableName, Item });
    } else {
      for (const Item of JSON.parse(part)) await this.#send(new PutCommand({ TableName, Item }));
    }
  }

  /** What is in the table now. */
  async #read({ name: TableName }: TableWiring): Promise<Part> {
    const { Items = [] } = await this.#call<{ Items?: WireItem[] }>("Scan", { TableName });
    const part = `[${Items.map((item) => canonical(plain({ M: item }))).sort()}]`;
    // Equal items are one, so that going from one table to another changes only what differs.
    const items = Items.map((item) => this.#sameAs(item));
    this.#wireItems.set(part, items);
    this.#loaded.set(TableName, items);
    return part;
  }

  #sameAs(item: WireItem): WireItem {
    const text = canonical(item);
    if (!this.#items.has(text)) this.#items.set(text, item);
    return this.#items.get(text)!;
  }

  #call<Output>(operation: string, input: object): Promise<Output> {
    return this.#account.call({ service: "dynamodb", operation, input, principal: administrator(this.#account) });
  }
}

/** { M: { bookingId: { S: "B1" } } } as { bookingId: "B1" }. */
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

/** In the place of HTTP: takes an SDK client's request to the account, and the answer back. */
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

function response(statusCode: number, answer: object) {
  return { response: { statusCode, headers: {}, body: Buffer.from(JSON.stringify(answer)) } };
}
