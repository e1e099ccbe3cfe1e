import { canonical } from "../canonical.ts";
import type { BusEvent, Message } from "../promises.ts";
import type { Answer, Call } from "./calls.ts";
import type { Database } from "./database.ts";
import type { Delivery } from "./moment.ts";
import type { Wiring } from "./wiring.ts";

/** The parts of the world that are no table. */
export const bus = "the bus";
export const inbox = "the inbox";

/** What one part of the world is, as one text; equal parts have equal texts. */
export type Part = string;
export const emptyPart: Part = "[]";

/** What a call does: it is answered, changes one part of the world, and is told to functions. */
export interface Performed {
  answer: Answer;
  part: Part;
  deliveries: Delivery[];
}

/** The part of the world that a call asks or changes: a table by its name, the bus or the inbox. */
export function partOf({ service, input }: Call): string {
  if (service === "events") return bus;
  return service === "sns" ? inbox : input.TableName;
}

/** Does what a handler calls for: DynamoDB as the local cloud has it, a bus that takes everything, a topic with one inbox. */
export async function perform(
  part: Part,
  call: Call,
  services: { wiring: Wiring; database: Database },
): Promise<Performed> {
  if (call.service === "events") return putEvents(part, call, services.wiring);
  if (call.service === "sns") return publish(part, call);
  return { ...(await services.database.perform(call, part)), deliveries: [] };
}

interface Entry {
  Source: string;
  DetailType: string;
  Detail: string;
}

function putEvents(part: Part, { input }: Call, wiring: Wiring): Performed {
  const entries = (input as { Entries: Entry[] }).Entries;
  const said = entries.map(({ DetailType, Detail }): BusEvent => ({ name: DetailType, detail: JSON.parse(Detail) }));
  const deliveries = entries
    .map(envelope)
    .flatMap((event) => wiring.targetsOf(event).map((functionName) => ({ functionName, event })));
  const output = { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: "event" })) };
  return { answer: { output }, part: withMore(part, said), deliveries };
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

/** A message in the inbox. */
export interface Told {
  message: Message;
  times: number;
}

interface Publish {
  Message: string;
  MessageAttributes?: Record<string, { StringValue?: string }>;
}

/** The inbox holds each message once, and how often it came. One without an id of its own is another one each time. */
function publish(part: Part, { input }: Call): Performed {
  const { Message, MessageAttributes = {} } = input as Publish;
  const id = MessageAttributes.notificationId?.StringValue;
  const message: Message = { bookingId: MessageAttributes.bookingId?.StringValue ?? "", id, text: Message };
  const before = JSON.parse(part) as Told[];
  const same = before.find(({ message: told }) => id !== undefined && canonical(told) === canonical(message));
  const told = { message, times: (same?.times ?? 0) + 1, nth: id === undefined ? before.length : 0 };
  const texts = [...before.filter((each) => each !== same), told].map(canonical).sort();
  return { answer: { output: { MessageId: `message-${before.length + 1}` } }, part: `[${texts}]`, deliveries: [] };
}

/** Each once: a repeat that is the same in all says nothing new. */
function withMore(part: Part, more: readonly object[]): Part {
  const texts = (JSON.parse(part) as object[]).map(canonical);
  return `[${[...new Set([...texts, ...more.map(canonical)])].sort()}]`;
}
