import { canonical } from "../canonical.ts";
import type { BusEvent, Message } from "../invariants.ts";
import type { Call, CallResult } from "./calls.ts";
import type { Database } from "./database.ts";
import type { Delivery } from "./state.ts";
import type { Wiring } from "./wiring.ts";

/** The stores that are not tables. */
export const bus = "the bus";
export const inbox = "the inbox";

/** What a store contains, as canonical JSON: equal contents are equal strings. */
export type Contents = string;
export const emptyContents: Contents = "[]";

/** The effect of a call: its result, the new contents of its store, and the deliveries that follow. */
export interface Effect {
  result: CallResult;
  contents: Contents;
  deliveries: Delivery[];
}

/** The store that a call reads or changes: a table by its name, the bus or the inbox. */
export function storeOf({ service, input }: Call): string {
  if (service === "events") return bus;
  return service === "sns" ? inbox : input.TableName;
}

/** Performs a handler's call: DynamoDB is the local cloud's, the bus accepts every event, the topic has one inbox. */
export async function perform(
  contents: Contents,
  call: Call,
  services: { wiring: Wiring; database: Database },
): Promise<Effect> {
  if (call.service === "events") return putEvents(contents, call, services.wiring);
  if (call.service === "sns") return publish(contents, call);
  return { ...(await services.database.perform(call, contents)), deliveries: [] };
}

interface Entry {
  Source: string;
  DetailType: string;
  Detail: string;
}

function putEvents(contents: Contents, { input }: Call, wiring: Wiring): Effect {
  const entries = (input as { Entries: Entry[] }).Entries;
  const events = entries.map(({ DetailType, Detail }): BusEvent => ({ name: DetailType, detail: JSON.parse(Detail) }));
  const deliveries = entries
    .map(envelope)
    .flatMap((event) => wiring.targetsOf(event).map((functionName) => ({ functionName, event })));
  const output = { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: "event" })) };
  return { result: { output }, contents: withAdded(contents, events), deliveries };
}

function envelope({ Source, DetailType, Detail }: Entry): object {
  return {
    version: "0",
    id: "event",
    account: "000000000000",
    region: "us-east-1",
    time: "2026-01-01T12:00:00Z",
    resources: [],
    source: Source,
    "detail-type": DetailType,
    detail: JSON.parse(Detail),
  };
}

/** A message in the inbox, and how many times it was received. */
export interface ReceivedMessage {
  message: Message;
  times: number;
}

interface Publish {
  Message: string;
  MessageAttributes?: Record<string, { StringValue?: string }>;
}

/** The inbox lists each message once, with a count. Without an id, each message counts as a different one. */
function publish(contents: Contents, { input }: Call): Effect {
  const { Message, MessageAttributes = {} } = input as Publish;
  const id = MessageAttributes.notificationId?.StringValue;
  const message: Message = { bookingId: MessageAttributes.bookingId?.StringValue ?? "", id, text: Message };
  const before = JSON.parse(contents) as ReceivedMessage[];
  const same = before.find((received) => id !== undefined && canonical(received.message) === canonical(message));
  const received = { message, times: (same?.times ?? 0) + 1, nth: id === undefined ? before.length : 0 };
  const texts = [...before.filter((each) => each !== same), received].map(canonical).sort();
  const output = { MessageId: `message-${before.length + 1}` };
  return { result: { output }, contents: `[${texts}]`, deliveries: [] };
}

/** Identical items are stored once. */
function withAdded(contents: Contents, added: readonly object[]): Contents {
  const texts = (JSON.parse(contents) as object[]).map(canonical);
  return `[${[...new Set([...texts, ...added.map(canonical)])].sort()}]`;
}
