import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { type Clients, clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";
import { followEvents } from "./read-events.ts";
import { occurredAt, type SeenEvent } from "./seen-event.ts";
import { readStored, type Stored } from "./stored.ts";
import { type Listener, Wiring } from "./wiring.ts";

/** One thing that happened on a booking's way. */
export type Happening =
  /** An event on the bus, and who it goes to. */
  | { kind: "event"; event: SeenEvent; listeners: Listener[]; atMs: number }
  /** Items about the booking that were not there before, or looked different. */
  | { kind: "stored"; stored: Stored[] }
  /** The customer has the message. */
  | { kind: "notified"; message: string };

export interface BookingToWatch {
  bookingId: string;
  flightId?: string;
  /** When the request was sent, by the account's time, in milliseconds since 1970: what `atMs` counts from. */
  startedAt: number;
  /** How long to wait for the end of its way. */
  timeoutMs: number;
}

/** The end of a booking's way, as far as it got. */
export interface Arrival {
  ticketed: boolean;
  notified: boolean;
}

/** Follows a booking until the customer has the ticket, or the time is up. Calls `tell` with each thing as it happens. */
export async function watchBooking(
  connection: Connection,
  booking: BookingToWatch,
  tell: (happening: Happening) => void,
): Promise<Arrival> {
  const clients = clientsOf(connection);
  const wiring = new Wiring(clients, connection.outputs.busName);
  const tables = new TableWatch(clients, connection.outputs.tables, booking, tell);
  const enough = new AbortController();
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(booking.timeoutMs)]);
  const wanted = {
    logGroup: connection.outputs.eventLogGroup,
    // A little earlier, since another machine's clock may be.
    since: booking.startedAt - 60_000,
    bookingId: booking.bookingId,
  };

  const arrival: Arrival = { ticketed: false, notified: false };
  const inbox = watchInbox(clients, connection.outputs.inboxUrl, booking.bookingId, signal, connection.isLocal);
  // It is awaited below; what fails before that must not end the process.
  inbox.catch(() => {});
  const pollMs = connection.isLocal ? 10 : 1000;
  for await (const event of followEvents(clients, wanted, { pollMs, signal })) {
    await tables.look();
    tell({
      kind: "event",
      event,
      listeners: await wiring.listenersOf(event),
      atMs: occurredAt(event) - booking.startedAt,
    });
    if (event["detail-type"] !== "TicketIssued") continue;
    arrival.ticketed = true;
    const message = await inbox;
    await tables.lookUntil((stored) => isTicketed(stored), signal);
    if (message !== undefined) tell({ kind: "notified", message });
    arrival.notified = message !== undefined;
    enough.abort();
  }
  return arrival;
}

function isTicketed(stored: readonly Stored[]): boolean {
  return stored.some(({ items }) => items.some(({ status }) => status === "TICKETED"));
}

/** Looks at the tables again and again, and tells what is new. */
class TableWatch {
  readonly #clients: Clients;
  readonly #tables: readonly string[];
  readonly #booking: BookingToWatch;
  readonly #tell: (happening: Happening) => void;
  readonly #known = new Set<string>();

  constructor(
    clients: Clients,
    tables: readonly string[],
    booking: BookingToWatch,
    tell: (happening: Happening) => void,
  ) {
    this.#clients = clients;
    this.#tables = tables;
    this.#booking = booking;
    this.#tell = tell;
  }

  async look(): Promise<Stored[]> {
    const stored = await readStored(this.#clients, this.#tables, this.#booking);
    const fresh = stored
      .map(({ table, items }) => ({ table, items: items.filter((item) => this.#isNew(table, item)) }))
      .filter(({ items }) => items.length > 0);
    if (fresh.length > 0) this.#tell({ kind: "stored", stored: fresh });
    return stored;
  }

  async lookUntil(isEnough: (stored: Stored[]) => boolean, signal: AbortSignal): Promise<void> {
    while (!isEnough(await this.look()) && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  #isNew(table: string, item: Record<string, unknown>): boolean {
    const key = `${table} ${JSON.stringify(item)}`;
    const isNew = !this.#known.has(key);
    this.#known.add(key);
    return isNew;
  }
}

/** The message about the booking that the inbox got, left where it is; undefined if none comes in time. */
async function watchInbox(
  { sqs }: Clients,
  QueueUrl: string | undefined,
  bookingId: string,
  signal: AbortSignal,
  isLocal: boolean,
): Promise<string | undefined> {
  while (QueueUrl && !signal.aborted) {
    // Without a visibility timeout: who looks does not take it away from the next who looks.
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, WaitTimeSeconds: 0 }),
    );
    const message = Messages.find(({ Body }) => Body?.includes(bookingId));
    if (message) return message.Body;
    await new Promise((resolve) => setTimeout(resolve, isLocal ? 20 : 1000));
  }
  return undefined;
}
