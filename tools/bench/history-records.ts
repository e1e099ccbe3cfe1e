import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateListTables,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import {
  DescribeEventBusCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-eventbridge";
import type { ReadyCloud } from "./commands.ts";

interface Line {
  timestamp: number;
  message: string;
}

interface Rule {
  Name: string;
  EventBusName: string;
}

/** What the ids of all recorded bookings begin with; a copy has another number of the same length. */
const recorded = "H000-";
const linesPerCall = 2000;
const itemsPerCall = 25;
const eventsPerCall = 10;

/**
 * The records that bookings have left: log lines, items and events. `copy` writes them again under new ids and at the present
 * time, through the same API, so that log, archive, tables and streams grow as by real bookings, without running functions.
 */
export class HistoryRecords {
  readonly #logs: CloudWatchLogsClient;
  readonly #tables: DynamoDBClient;
  readonly #events: EventBridgeClient;
  readonly #lines = new Map<string, Line[]>();
  readonly #items = new Map<string, string[]>();
  #published: Array<{ EventBusName: string; Source: string; DetailType: string; Detail: string }> = [];
  #copies = 0;

  constructor({ endpoint, region, accessKeyId, secretAccessKey }: ReadyCloud) {
    const configuration = { endpoint, region, credentials: { accessKeyId, secretAccessKey } };
    this.#logs = new CloudWatchLogsClient(configuration);
    this.#tables = new DynamoDBClient(configuration);
    this.#events = new EventBridgeClient(configuration);
  }

  /** The id of a booking that is to be recorded. */
  static idOf(number: number): string {
    return `${recorded}${number}`;
  }

  /** Reads the records of all bookings so far. */
  async read(): Promise<void> {
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: this.#logs }, {})) {
      for (const { logGroupName } of logGroups) await this.#readLines(logGroupName!);
    }
    for await (const { TableNames = [] } of paginateListTables({ client: this.#tables }, {})) {
      for (const name of TableNames) await this.#readItems(name);
    }
  }

  /** The rules that call functions or queues. While they are disabled, copies of events are only archived and logged. */
  async deliveringRules(): Promise<Rule[]> {
    const rules: Rule[] = [];
    const { EventBuses = [] } = await this.#events.send(new ListEventBusesCommand({}));
    for (const { Name: EventBusName } of EventBuses) {
      const { Rules = [] } = await this.#events.send(new ListRulesCommand({ EventBusName }));
      for (const { Name, State, ManagedBy } of Rules) {
        if (State !== "ENABLED" || ManagedBy !== undefined) continue;
        const { Targets = [] } = await this.#events.send(new ListTargetsByRuleCommand({ Rule: Name, EventBusName }));
        if (Targets.some(({ Arn }) => !Arn!.includes(":logs:")))
          rules.push({ Name: Name!, EventBusName: EventBusName! });
      }
    }
    return rules;
  }

  /** Calls `action` while these rules are disabled, and the buses let the administrator publish. */
  async without(rules: readonly Rule[], action: () => Promise<void>): Promise<void> {
    const policies = new Map<string, string>();
    for (const EventBusName of new Set(rules.map((rule) => rule.EventBusName))) {
      const { Policy } = await this.#events.send(new DescribeEventBusCommand({ Name: EventBusName }));
      if (Policy === undefined) continue;
      policies.set(EventBusName, Policy);
      await this.#events.send(new RemovePermissionCommand({ EventBusName, RemoveAllPermissions: true }));
    }
    for (const rule of rules) await this.#events.send(new DisableRuleCommand(rule));
    await action();
    for (const rule of rules) await this.#events.send(new EnableRuleCommand(rule));
    for (const [EventBusName, Policy] of policies) {
      await this.#events.send(new PutPermissionCommand({ EventBusName, Policy }));
    }
  }

  /** Writes all records again. */
  async copy(): Promise<void> {
    const number = `H${String(++this.#copies).padStart(3, "0")}-`;
    const renamed = (text: string) => text.replaceAll(recorded, number);
    for (const [name, lines] of this.#lines) await this.#writeLines(name, number, lines, renamed);
    for (const [name, items] of this.#items) await this.#writeItems(name, items.map(renamed));
    const events = this.#published.map((event) => ({ ...event, Detail: renamed(event.Detail) }));
    for (const Entries of portions(events, eventsPerCall)) await this.#events.send(new PutEventsCommand({ Entries }));
  }

  close(): void {
    for (const client of [this.#logs, this.#tables, this.#events]) client.destroy();
  }

  async #readLines(logGroupName: string): Promise<void> {
    const lines: Line[] = [];
    for await (const { events = [] } of paginateFilterLogEvents({ client: this.#logs }, { logGroupName })) {
      for (const { timestamp, message } of events) lines.push({ timestamp: timestamp!, message: message! });
    }
    // The rule of this group writes its lines itself when the events are put again.
    const bus = /^\/aws\/events\/(.+)$/.exec(logGroupName)?.[1];
    if (bus === undefined) this.#lines.set(logGroupName, lines);
    else this.#published = lines.flatMap(({ message }) => eventOf(bus, message) ?? []);
  }

  async #readItems(TableName: string): Promise<void> {
    const items: string[] = [];
    for await (const { Items = [] } of paginateScan({ client: this.#tables }, { TableName })) {
      items.push(...Items.map((item) => JSON.stringify(item)).filter((text) => text.includes(recorded)));
    }
    this.#items.set(TableName, items);
  }

  async #writeLines(
    logGroupName: string,
    stream: string,
    lines: readonly Line[],
    renamed: (text: string) => string,
  ): Promise<void> {
    if (lines.length === 0) return;
    const logStreamName = `copy-${stream}`;
    await this.#logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    for (const part of portions(lines, linesPerCall)) {
      const timestamp = Date.now();
      const logEvents = part.map(({ message }) => ({ timestamp, message: renamed(message) }));
      await this.#logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
    }
  }

  async #writeItems(name: string, items: readonly string[]): Promise<void> {
    for (const part of portions(items, itemsPerCall)) {
      const requests = part.map((text) => ({
        PutRequest: { Item: JSON.parse(text) as Record<string, AttributeValue> },
      }));
      await this.#tables.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
    }
  }
}

function eventOf(EventBusName: string, message: string) {
  if (!message.includes(recorded)) return undefined;
  const event = JSON.parse(message) as { source: string; "detail-type": string; detail: object };
  const Detail = JSON.stringify(event.detail);
  return { EventBusName, Source: event.source, DetailType: event["detail-type"], Detail };
}

function* portions<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}
