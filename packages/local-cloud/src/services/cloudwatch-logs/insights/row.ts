import { parseJsonObject } from "../../../core/json-object.ts";
import type { StreamEvent } from "../read-events.ts";
import { formatTime, type Value } from "./values.ts";

/** The fields of a log event. Its message is parsed as JSON once, when a query first needs one of its fields. */
class EventFields {
  readonly event: StreamEvent;
  readonly group: string;
  #json: { document: unknown } | undefined;

  constructor(event: StreamEvent, group: string) {
    this.event = event;
    this.group = group;
  }

  get(name: string): Value {
    if (name.startsWith("@")) return systemField(this.event, this.group, name);
    this.#json ??= { document: firstJson(this.event.message) };
    return scalar(memberAt(this.#json.document, name));
  }
}

/** A row of a query's table: a log event with its computed fields, or the aggregates of a group. */
export class Row {
  readonly #fields: EventFields | undefined;
  readonly #computed: ReadonlyMap<string, Value>;

  private constructor(fields: EventFields | undefined, computed: ReadonlyMap<string, Value>) {
    this.#fields = fields;
    this.#computed = computed;
  }

  /** @param group in the form of @log: 000000000000:/aws/lambda/payment-charge */
  static ofEvent(event: StreamEvent, group: string): Row {
    return new Row(new EventFields(event, group), new Map());
  }

  static ofGroup(aggregates: ReadonlyMap<string, Value>): Row {
    return new Row(undefined, aggregates);
  }

  with(name: string, value: Value): Row {
    return new Row(this.#fields, new Map(this.#computed).set(name, value));
  }

  get(name: string): Value {
    return this.#computed.has(name) ? this.#computed.get(name) : this.#fields?.get(name);
  }

  get isEvent(): boolean {
    return this.#fields !== undefined;
  }

  /** Sorts rows chronologically; empty for a group. */
  get sortKey(): string {
    return this.#fields?.event.key ?? "";
  }

  /** The value of @ptr. */
  get pointer(): string {
    const { group, event } = this.#fields!;
    return Buffer.from(`${group} ${event.stream} ${event.sequence}`).toString("base64");
  }
}

/** The fields of Lambda logs in "Supported logs and discovered fields". */
const lambdaFields: Record<string, RegExp> = {
  "@type": /^(START|END|REPORT) RequestId: /,
  "@requestId": /(?:RequestId: |\t)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/,
  "@duration": /^REPORT .*\tDuration: ([\d.]+) ms/,
  "@billedDuration": /^REPORT .*\tBilled Duration: ([\d.]+) ms/,
  "@initDuration": /^REPORT .*\tInit Duration: ([\d.]+) ms/,
  "@memorySize": /^REPORT .*\tMemory Size: (\d+) MB/,
  "@maxMemoryUsed": /^REPORT .*\tMax Memory Used: (\d+) MB/,
};

function systemField(event: StreamEvent, group: string, name: string): Value {
  if (name === "@message") return event.message;
  if (name === "@timestamp") return formatTime(event.timestamp);
  if (name === "@ingestionTime") return formatTime(event.ingestionTime);
  if (name === "@logStream") return event.stream;
  if (name === "@log") return group;
  const found = Object.hasOwn(lambdaFields, name) ? lambdaFields[name]!.exec(event.message)?.[1] : undefined;
  // Logs Insights shows sizes in bytes.
  return found !== undefined && name.toLowerCase().includes("memory") ? Number(found) * 1_000_000 : found;
}

/** The JSON object between the first and the last brace of the message. */
function firstJson(message: string): object | undefined {
  const from = message.indexOf("{");
  const to = message.lastIndexOf("}");
  return from < 0 || to < from ? undefined : parseJsonObject(message.slice(from, to + 1));
}

/**
 * Finds a path such as detail.items.0.seat. A member may have dots in its own name; the shorter name is tried first. It goes
 * through the members and not through the path's dots, so that its time grows with the document, however long the path is.
 */
function memberAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const members = value as Record<string, unknown>;
  if (Object.hasOwn(members, path)) return members[path];
  const heads = Object.keys(members).filter((name) => path[name.length] === "." && path.startsWith(name));
  for (const head of heads.sort((a, b) => a.length - b.length)) {
    const found = memberAt(members[head], path.slice(head.length + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function scalar(value: unknown): Value {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : (value as Value);
}
