import { type Clients, clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";
import { CausesFirst } from "./causes-first.ts";
import { findInInbox } from "./inbox.ts";
import { followEvents } from "./read-events.ts";
import { occurredAt, type SeenEvent } from "./seen-event.ts";
import { readStored, type Stored } from "./stored.ts";
import { type Listener, Wiring } from "./wiring.ts";

/** One thing that happened to a booking. */
export type TraceEntry =
  /** An event on the bus, and the functions that it is delivered to. */
  | { kind: "event"; event: SeenEvent; listeners: Listener[]; atMs: number }
  /** Items about the booking that are new or have changed. */
  | { kind: "stored"; stored: Stored[] }
  /** The customer has the message. */
  | { kind: "notified"; message: string };

export interface BookingToWatch {
  bookingId: string;
  flightId?: string;
  /** When the request was sent, by the account's clock, in milliseconds since 1970. `atMs` counts from here. */
  startedAt: number;
  /** How long to wait for the last event. */
  timeoutMs: number;
}

/** How far a booking got. */
export interface BookingResult {
  ticketed: boolean;
  notified: boolean;
}

/** Follows a booking until the customer has the ticket, or the time is up. Calls `onEntry` as each thing happens. */
export async function watchBooking(
  connection: Connection,
  booking: BookingToWatch,
  onEntry: (entry: TraceEntry) => void,
): Promise<BookingResult> {
  const clients = clientsOf(connection);
  const wiring = new Wiring(clients, connection.outputs.busName);
  const tables = new TableWatch(clients, connection.outputs.tables, booking, onEntry);
  const finished = new AbortController();
  const signal = AbortSignal.any([finished.signal, AbortSignal.timeout(booking.timeoutMs)]);
  const wanted = {
    logGroup: connection.outputs.eventLogGroup,
    // A little earlier, in case another machine's clock is behind.
    since: booking.startedAt - 60_000,
    bookingId: booking.bookingId,
  };

  const result: BookingResult = { ticketed: false, notified: false };
  const pollMs = connection.isLocal ? 10 : 1000;
  for await (const event of followEvents(clients, wanted, { pollMs, signal })) {
    await tables.read();
    const listeners = await wiring.listenersOf(event);
    onEntry({ kind: "event", event, listeners, atMs: occurredAt(event) - booking.startedAt });
    tables.received(listeners.map(({ function: name }) => name));
    if (event["detail-type"] !== "TicketIssued") continue;
    result.ticketed = true;
    const message = await watchInbox(connection, clients, booking.bookingId, signal);
    await tables.readUntil((stored) => isTicketed(stored), signal);
    tables.showRest();
    if (message !== undefined) onEntry({ kind: "notified", message });
    result.notified = message !== undefined;
    finished.abort();
  }
  tables.showRest();
  return result;
}

function isTicketed(stored: readonly Stored[]): boolean {
  return stored.some(({ items }) => items.some(({ status }) => status === "TICKETED"));
}

/** Polls the tables, and reports items that are new or have changed. */
class TableWatch {
  readonly #clients: Clients;
  readonly #tables: readonly string[];
  readonly #booking: BookingToWatch;
  readonly #onEntry: (entry: TraceEntry) => void;
  readonly #known = new Set<string>();
  readonly #causes = new CausesFirst();

  constructor(
    clients: Clients,
    tables: readonly string[],
    booking: BookingToWatch,
    onEntry: (entry: TraceEntry) => void,
  ) {
    this.#clients = clients;
    this.#tables = tables;
    this.#booking = booking;
    this.#onEntry = onEntry;
  }

  async read(): Promise<Stored[]> {
    const stored = await readStored(this.#clients, this.#tables, this.#booking);
    const fresh = stored
      .map(({ table, items }) => ({ table, items: items.filter((item) => this.#isNew(table, item)) }))
      .filter(({ items }) => items.length > 0);
    this.#show(this.#causes.release(fresh));
    return stored;
  }

  /** These functions have received an event that was shown. */
  received(functions: readonly string[]): void {
    this.#causes.received(functions);
  }

  showRest(): void {
    this.#show(this.#causes.rest());
  }

  #show(stored: Stored[]): void {
    if (stored.length > 0) this.#onEntry({ kind: "stored", stored });
  }

  async readUntil(isDone: (stored: Stored[]) => boolean, signal: AbortSignal): Promise<void> {
    while (!isDone(await this.read()) && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** From step 9 on, an item's event is marked once it is published. The mark alone is no news. */
  #isNew(table: string, item: Record<string, unknown>): boolean {
    const key = `${table} ${JSON.stringify(item, (name, value) => (name.startsWith("published") ? undefined : value))}`;
    const isNew = !this.#known.has(key);
    this.#known.add(key);
    return isNew;
  }
}

/** The inbox's message about the booking, which stays in the queue; undefined if none arrives in time. */
async function watchInbox(
  { outputs, isLocal }: Connection,
  clients: Clients,
  bookingId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  while (outputs.inboxUrl && !signal.aborted) {
    const message = await findInInbox(clients, outputs.inboxUrl, bookingId, { isLocal });
    if (message !== undefined) return message;
    await new Promise((resolve) => setTimeout(resolve, isLocal ? 20 : 1000));
  }
  return undefined;
}
