import { canonical } from "../canonical.ts";
import type { BusEvent, Message } from "../snapshot.ts";
import type { Call, CallResult, Entry, HttpAnswer, HttpInput } from "./calls.ts";
import type { Database } from "./database.ts";
import type { HandlerRunner } from "./handler-runner.ts";
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
  /** The events that a pipe puts on the bus because of it. Such a call never puts events itself. */
  piped?: Entry[];
}

/** What calls need to be performed. */
export interface Services {
  wiring: Wiring;
  database: Database;
  handlers: HandlerRunner;
}

/** The store that a call reads or changes: a table by its name, the bus or the inbox. */
export function storeOf({ service, input }: Call, { functions }: Wiring): string {
  if (service === "events") return bus;
  if (service === "sns") return inbox;
  return service === "http" ? functions.get(input.functionName)!.environment.TABLE_NAME! : input.TableName;
}

/** Performs a handler's call: DynamoDB is the local cloud's, the bus accepts every event, the topic has one inbox. */
export async function perform(contents: Contents, call: Call, services: Services): Promise<Effect> {
  if (call.service === "events") return putEvents(contents, call, services.wiring);
  if (call.service === "sns") return publish(contents, call);
  if (call.service === "http") return request(contents, call, services);
  const { changes, ...effect } = await services.database.perform(call, contents);
  const pipes = services.wiring.pipes.filter(({ table }) => table === call.input.TableName);
  const piped = pipes.flatMap((pipe) => changes.flatMap((change) => pipe.entryFor(change) ?? []));
  return { ...effect, deliveries: [], piped };
}

/** Runs the function behind a URL to its end. Its caller sees only the answer, so that is one call. */
async function request(contents: Contents, { input }: Call, services: Services): Promise<Effect> {
  const { functionName, event } = input as HttpInput;
  const results: CallResult[] = [];
  for (;;) {
    const next = await services.handlers.next({ functionName, event, idPrefix: functionName, results });
    if (!("call" in next)) {
      const answer = "threw" in next ? { statusCode: 502, body: next.threw } : (next.returned as HttpAnswer);
      return { result: { output: answer }, contents, deliveries: [] };
    }
    const effect = await services.database.perform(next.call, contents);
    contents = effect.contents;
    results.push(effect.result);
  }
}

function putEvents(contents: Contents, { input }: Call, wiring: Wiring): Effect {
  const entries = (input as { Entries: Entry[] }).Entries;
  const deliveries = entries
    .map(envelope)
    .flatMap((event) => wiring.targetsOf(event).map((functionName) => ({ functionName, event })));
  const output = { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: "event" })) };
  return { result: { output }, contents: entries.map(eventOf).reduce(withEvent, contents), deliveries };
}

function eventOf({ Source, DetailType, Detail }: Entry): BusEvent {
  return { source: Source, name: DetailType, detail: JSON.parse(Detail) };
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

/** An event on the bus, and how many times it was published. */
export interface PublishedEvent {
  event: BusEvent;
  times: number;
}

/** The bus lists each event once, with a count. */
function withEvent(contents: Contents, event: BusEvent): Contents {
  const before = JSON.parse(contents) as PublishedEvent[];
  const text = canonical(event);
  const same = before.find((published) => canonical(published.event) === text);
  return listOf([...before.filter((each) => each !== same), { event, times: (same?.times ?? 0) + 1 }]);
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
  const output = { MessageId: `message-${before.length + 1}` };
  const after = listOf([...before.filter((each) => each !== same), received]);
  return { result: { output }, contents: after, deliveries: [] };
}

/** In an order that does not depend on the past. */
function listOf(items: readonly object[]): Contents {
  return `[${items.map(canonical).sort()}]`;
}
