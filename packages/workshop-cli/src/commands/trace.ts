import { causationTree, drawTree } from "../bookings/causation.ts";
import { readInbox } from "../bookings/inbox.ts";
import { readEvents } from "../bookings/read-events.ts";
import { occurredAt, type SeenEvent } from "../bookings/seen-event.ts";
import { readStored, type Stored } from "../bookings/stored.ts";
import { type Listener, Wiring } from "../bookings/wiring.ts";
import { clientsOf } from "../connection/clients.ts";
import { type Connection, connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { duration, oneLine, paint, paragraph, say, sayJson, table } from "../terminal/output.ts";

/** `npx workshop trace B123`: shows what caused what in a booking, and what each service stored. */
export async function trace(bookingId: string, options: { aws?: boolean; json?: boolean }): Promise<void> {
  const connection = await connect(options);
  const clients = clientsOf(connection);
  const events = await readEvents(clients, { logGroup: connection.outputs.eventLogGroup, bookingId });
  const flightId = events.map(({ detail }) => detail.flightId).find((id) => typeof id === "string");
  const stored = await readStored(clients, connection.outputs.tables, { bookingId, flightId });
  refuseUnknown(bookingId, events, stored, connection.isLocal);
  const wiring = new Wiring(clients, connection.outputs.busName);
  const listeners = await Promise.all(events.map((event) => wiring.listenersOf(event)));
  const inbox = await inboxOf(connection, bookingId);
  if (options.json) return sayJson({ bookingId, events: withListeners(events, listeners), stored, inbox });
  for (const line of drawEvents(events, listeners)) say(line);
  if (events.length > 0) say();
  for (const line of drawStored(stored)) say(line);
  for (const line of inbox === undefined ? [] : drawInbox(inbox)) say(line);
}

/** The messages to the customer about this booking; undefined before step 6. */
async function inboxOf(connection: Connection, bookingId: string): Promise<string[] | undefined> {
  const { inboxUrl } = connection.outputs;
  if (!inboxUrl) return undefined;
  const messages = await readInbox(clientsOf(connection), inboxUrl, connection);
  return messages.map(({ text }) => text).filter((text) => text.includes(bookingId));
}

function drawInbox(texts: readonly string[]): string[] {
  if (texts.length === 0) return [`Inbox ${paint.dim("holds no message about it")}`];
  return ["Inbox", ...texts.flatMap((text) => paragraph(text).map((line) => `  ${line}`))];
}

function refuseUnknown(bookingId: string, events: SeenEvent[], stored: Stored[], isLocal: boolean): void {
  if (events.length > 0 || stored.some(({ items }) => items.length > 0)) return;
  throw new Failure(
    `There is no booking ${bookingId}: no event and no table mentions it.`,
    `Make it with: npx workshop book --id ${bookingId}${isLocal ? "" : " --aws\nOn AWS the event log may be some seconds behind."}`,
  );
}

function withListeners(events: SeenEvent[], listeners: Listener[][]) {
  return events.map((event, index) => ({ ...event, listeners: listeners[index] }));
}

function drawEvents(events: SeenEvent[], listeners: Listener[][]): string[] {
  const start = Math.min(...events.map(occurredAt));
  const describe = (event: SeenEvent) => {
    const consumers = listeners[events.indexOf(event)]!.map(({ function: name }) => name).join(", ") || "nobody";
    const when = `+${duration(occurredAt(event) - start)}`;
    return { name: event["detail-type"], when, consumers: consumers + remarks(event, events) };
  };
  const rows = drawTree(causationTree(events), describe).map(({ lead, content }) => [
    lead + paint.bold(content.name),
    paint.dim(content.when),
    `→ ${content.consumers}`,
  ]);
  return table(rows, { indent: 0 });
}

/** The same event again, as its ID shows, and the version of one that is published in several. */
function remarks(event: SeenEvent, events: readonly SeenEvent[]): string {
  const { eventId, version } = event.detail.metadata ?? {};
  const same = eventId === undefined ? [event] : events.filter(({ detail }) => detail.metadata?.eventId === eventId);
  const versions = new Set(same.map(({ detail }) => detail.metadata?.version));
  const found = [
    ...(versions.size > 1 ? [`version ${version}`] : []),
    ...(same.indexOf(event) > 0 && versions.size === 1 ? ["a repeat"] : []),
  ];
  return found.length > 0 ? paint.yellow(`  (${found.join(", ")})`) : "";
}

function drawStored(stored: Stored[]): string[] {
  return stored.flatMap(({ table: name, items }) => {
    if (items.length === 0) return [`${name} ${paint.dim("holds nothing about it")}`];
    return items.flatMap((item) => [
      oneLine(name),
      ...table(Object.entries(item).map(([key, value]) => [key, inWords(value)])),
    ]);
  });
}

/** From step 9 on, an item also holds the event about it: only its name and ID are shown, and whether it is marked. */
function inWords(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { detailType, detail, published } = value as { detailType?: string; detail?: string; published?: boolean };
  if (detailType === undefined || detail === undefined) return JSON.stringify(value);
  const { metadata } = JSON.parse(detail) as { metadata?: { eventId?: string } };
  return `${detailType} ${metadata?.eventId}${published ? ", published" : ""}`;
}
