export type Item = Readonly<Record<string, unknown>>;

/** Everything that can be observed once no work is pending. */
export interface Snapshot {
  /** When it was taken, in milliseconds since 1970. */
  now: number;
  /** Bookings that were answered 202. */
  accepted: readonly { bookingId: string; amount: number }[];
  /** The items of each table that the program creates, by its name, e.g. "BookingTable". */
  tables: Readonly<Partial<Record<string, readonly Item[]>>>;
  /** Messages to customers, repeats included. */
  inbox: readonly Message[];
  /** Events on the bus, repeats included. */
  events: readonly BusEvent[];
  /** Events that could not be delivered or handled. */
  deadLetters: readonly { functionName: string; event: BusEvent }[];
  /** The functions to which the program's rules deliver an event. */
  consumersOf(event: BusEvent): readonly Consumer[];
  /** How often a run was interrupted (a crash, a lost response) or overlapped with another one for its booking. */
  interruptions: number;
}

export interface Message {
  bookingId: string;
  /** Identifies repeats of a message. Undefined if it has none. */
  id: string | undefined;
  text: string;
}

export interface BusEvent {
  source: string;
  name: string;
  detail: Item & { bookingId: string; metadata: { eventId: string; version: number } };
}

/** What the program declares about a function. */
export interface Consumer {
  name: string;
  /** The events that it publishes, e.g. ["PaymentConfirmed", "PaymentFailed"]. */
  publishes: readonly string[];
  /** The table that it writes; undefined if it has none. */
  table: string | undefined;
}

/** The bookings that were answered 202, and those that are stored without an answer. */
export function bookingIds({ accepted, tables }: Snapshot): string[] {
  const stored = (tables.BookingTable ?? []).map(({ bookingId }) => String(bookingId));
  return [...new Set([...accepted.map(({ bookingId }) => bookingId), ...stored])];
}

/** What a table has about a booking. */
export function itemsOf({ tables }: Snapshot, table: string, bookingId: string): Item[] {
  return (tables[table] ?? []).filter((item) => item.bookingId === bookingId);
}

export function bookingOf(snapshot: Snapshot, bookingId: string): Item | undefined {
  return itemsOf(snapshot, "BookingTable", bookingId)[0];
}

/** What Ticket stores about a booking: a ticket, or a decision against one, which has no ticket number. */
export function ticketOf(snapshot: Snapshot, bookingId: string): Item | undefined {
  return itemsOf(snapshot, "TicketTable", bookingId)[0];
}

/** The seats that a booking holds. Only attributes named like a seat, e.g. 12A, are seats. */
export function seatsOf({ tables }: Snapshot, bookingId: string): string[] {
  return (tables.SeatTable ?? []).flatMap((flight) =>
    Object.entries(flight).flatMap(([name, holder]) => (/^\d+[A-Z]$/.test(name) && holder === bookingId ? [name] : [])),
  );
}

export function messagesTo({ inbox }: Snapshot, bookingId: string): Message[] {
  return inbox.filter((message) => message.bookingId === bookingId);
}

/** The events about a booking, repeats included. */
export function eventsOf({ events }: Snapshot, bookingId: string, name?: string): BusEvent[] {
  return events.filter((event) => event.detail.bookingId === bookingId && (name === undefined || event.name === name));
}

/** Whether an event about this booking waits for a person. */
export function isParked({ deadLetters }: Snapshot, bookingId: string): boolean {
  return deadLetters.some(({ event }) => event.detail.bookingId === bookingId);
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
