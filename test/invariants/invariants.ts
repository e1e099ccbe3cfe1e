import { outcomeMessage } from "../../services/notification/outcome-message.ts";
import { canonical } from "./canonical.ts";

type Item = Record<string, unknown>;

/** Everything that can be observed once no work is pending. */
export interface Snapshot {
  /** Bookings that were answered 202. */
  accepted: readonly { bookingId: string; amount: number }[];
  bookings: readonly Item[];
  payments: readonly Item[];
  /** One item per flight: its seats, each with the booking that holds it. */
  flights: readonly Item[];
  tickets: readonly Item[];
  notifications: readonly Item[];
  /** Messages to customers, repeats included. */
  inbox: readonly Message[];
  /** Events on the bus, repeats included. */
  events: readonly BusEvent[];
  /** Events that could not be delivered or handled. */
  deadLetters: readonly { functionName: string; event: BusEvent }[];
}

export interface Message {
  bookingId: string;
  /** Identifies repeats of a message. Undefined if it has none. */
  id: string | undefined;
  text: string;
}

export interface BusEvent {
  name: string;
  detail: Item & { bookingId: string; metadata: { eventId: string; causationId: string } };
}

/** Returns a description of each violation. */
type Invariant = (snapshot: Snapshot) => string[];

/** What the choreography guarantees for every booking that was answered 202. */
export const invariants: Readonly<Record<string, Invariant>> = {
  "a booking holds at most one seat, and a seat at most one booking": oneSeat,
  "the money taken is one ticket's price, or nothing": oneCharge,
  "a booking is ticketed or cancelled, and all five services agree": sameEnd,
  "all messages about one fact have the same id": oneId,
  "every event was delivered, or is in a dead-letter queue": nothingLost,
};

/** The violations of all invariants, e.g. "invariant 1: B1 holds 12A and 12B". */
export function violationsOf(snapshot: Snapshot): string[] {
  return Object.values(invariants).flatMap((invariant, index) =>
    invariant(snapshot).map((violation) => `invariant ${index + 1}: ${violation}`),
  );
}

function oneSeat(snapshot: Snapshot): string[] {
  const violations: string[] = [];
  for (const { bookingId } of snapshot.accepted) {
    const held = seatsOf(snapshot, bookingId);
    if (held.length > 1) violations.push(`${bookingId} holds ${held.join(" and ")}`);
  }
  const tickets = groupBy(snapshot.tickets, ({ flightId, seat }) => `${seat} of ${flightId}`);
  for (const [seat, holders] of tickets) {
    if (holders.length > 1) violations.push(`seat ${seat} is on the tickets of ${list(holders, "bookingId")}`);
  }
  return violations;
}

function oneCharge(snapshot: Snapshot): string[] {
  return snapshot.accepted.flatMap(({ bookingId, amount }) => {
    const taken = moneyTaken(snapshot, bookingId);
    if (taken === amount || taken === 0) return [];
    const entries = of(snapshot.payments, bookingId).map(({ status, amount: sum }) => `${status} ${sum}`);
    return [`${bookingId} costs ${amount} and paid ${taken}: ${entries.join(", ")}`];
  });
}

function sameEnd(snapshot: Snapshot): string[] {
  return snapshot.accepted.flatMap(({ bookingId, amount }) => {
    const [booking] = of(snapshot.bookings, bookingId);
    if (!booking) return [`Booking has no ${bookingId}`];
    const [ticket] = of(snapshot.tickets, bookingId);
    const texts = [...new Set(messagesTo(snapshot, bookingId).map(({ text }) => text))];
    if (booking.status === "TICKETED") {
      const [seat] = seatsOf(snapshot, bookingId);
      return differences(`${bookingId} is TICKETED`, {
        "Booking's seat": [booking.seat, seat],
        "Booking's ticket number": [booking.ticketNumber, ticket?.ticketNumber],
        "Ticket's seat": [ticket?.seat, seat],
        "Payment's sum": [moneyTaken(snapshot, bookingId), amount],
        "Notification's message": [texts.join(" and "), textOf("TicketIssued", { ...ticket, ...booking })],
        "Notification's record": [
          recordedTexts(snapshot, bookingId),
          textOf("TicketIssued", { ...ticket, ...booking }),
        ],
      });
    }
    if (booking.status === "CANCELLED") {
      return differences(`${bookingId} is CANCELLED`, {
        "Seat Assignment's seat": [seatsOf(snapshot, bookingId)[0], undefined],
        "Ticket's number": [ticket?.ticketNumber, undefined],
        "Payment's sum": [moneyTaken(snapshot, bookingId), 0],
        "Notification's message": [texts.join(" and "), textOf("BookingCancelled", booking)],
        "Notification's record": [recordedTexts(snapshot, bookingId), textOf("BookingCancelled", booking)],
      });
    }
    return [`${bookingId} is still ${booking.status}`];
  });
}

function oneId(snapshot: Snapshot): string[] {
  const violations: string[] = [];
  for (const [fact, repeats] of groupBy(snapshot.events, ({ name, detail }) => `${name} of ${detail.bookingId}`)) {
    const ids = new Set(repeats.map(({ detail }) => detail.metadata.eventId));
    if (ids.size > 1) violations.push(`${fact} has ${ids.size} ids, so deduplication by id lets ${ids.size} through`);
    else if (new Set(repeats.map(({ detail }) => canonical(detail))).size > 1)
      violations.push(`${fact} has one id, but different details`);
  }
  for (const [id, events] of groupBy(snapshot.events, ({ detail }) => detail.metadata.eventId)) {
    const facts = new Set(events.map(({ name, detail }) => `${name} of ${detail.bookingId}`));
    if (facts.size > 1) violations.push(`id ${id} is shared by ${[...facts].join(" and ")}`);
  }
  for (const [bookingId, messages] of groupBy(snapshot.inbox, (message) => message.bookingId)) {
    if (messages.length < 2) continue;
    const ids = new Set(messages.map(({ id }, index) => id ?? `without id ${index}`));
    if (ids.size > 1) violations.push(`the customer of ${bookingId} got its outcome under ${ids.size} ids`);
  }
  return violations;
}

type Consequence = readonly string[] | "state" | "message";

/** What must follow from an event at each consuming function: one of some events, a state, or a message to the customer. */
const consequences: Readonly<Record<string, Readonly<Record<string, Consequence>>>> = {
  BookingCreated: { "payment-charge": ["PaymentConfirmed", "PaymentFailed"] },
  PaymentConfirmed: { "seat-assign": ["SeatAssigned", "SeatUnavailable"] },
  SeatAssigned: { "ticket-issue": ["TicketIssued"] },
  TicketIssued: { "booking-track": "state", "notification-send": "message" },
  PaymentFailed: { "booking-cancel": ["BookingCancelled"] },
  SeatUnavailable: { "payment-refund": ["PaymentRefunded"] },
  PaymentRefunded: { "booking-cancel": ["BookingCancelled"] },
  BookingCancelled: { "notification-send": "message" },
};

function nothingLost(snapshot: Snapshot): string[] {
  const published = groupBy(snapshot.events, ({ name, detail }) => `${name} ${detail.bookingId}`);
  const caused = groupBy(snapshot.events, ({ name, detail }) => `${name} ${detail.metadata.causationId}`);
  const violations = snapshot.accepted
    .filter(({ bookingId }) => !published.has(`BookingCreated ${bookingId}`))
    .map(({ bookingId }) => `${bookingId} was answered 202, but its BookingCreated was never published`);

  for (const { name, detail } of distinct(snapshot.events)) {
    for (const [functionName, consequence] of Object.entries(consequences[name] ?? {})) {
      if (hasFollowed(consequence, detail) || isDead(functionName, detail.metadata.eventId)) continue;
      violations.push(
        `${name} of ${detail.bookingId} had no effect at ${functionName}, and is in no dead-letter queue`,
      );
    }
  }
  return violations;

  function hasFollowed(consequence: Consequence, { bookingId, metadata }: BusEvent["detail"]) {
    if (consequence === "state") return of(snapshot.bookings, bookingId).some(({ status }) => status === "TICKETED");
    if (consequence === "message") return messagesTo(snapshot, bookingId).length > 0;
    return consequence.some((name) => caused.has(`${name} ${metadata.eventId}`));
  }
  function isDead(functionName: string, eventId: string): boolean {
    return snapshot.deadLetters.some(
      (dead) => dead.functionName === functionName && dead.event.detail.metadata.eventId === eventId,
    );
  }
}

/** The events without repeats, by their ids. */
function distinct(events: readonly BusEvent[]): BusEvent[] {
  return [...groupBy(events, ({ detail }) => detail.metadata.eventId).values()].map(([first]) => first!);
}

/** The seats that a booking holds. Only attributes named like a seat, e.g. 12A, are seats. */
function seatsOf({ flights }: Snapshot, bookingId: string): string[] {
  return flights.flatMap((flight) =>
    Object.entries(flight).flatMap(([name, holder]) => (/^\d+[A-Z]$/.test(name) && holder === bookingId ? [name] : [])),
  );
}

function moneyTaken({ payments }: Snapshot, bookingId: string): number {
  const sign: Record<string, number> = { SUCCESS: 1, REFUNDED: -1 };
  return of(payments, bookingId).reduce(
    (sum, { status, amount }) => sum + (sign[String(status)] ?? 0) * Number(amount),
    0,
  );
}

function messagesTo({ inbox }: Snapshot, bookingId: string): Message[] {
  return inbox.filter((message) => message.bookingId === bookingId);
}

function recordedTexts({ notifications }: Snapshot, bookingId: string): string {
  return [...new Set(of(notifications, bookingId).map(({ text }) => text))].join(" and ");
}

function textOf(name: "TicketIssued" | "BookingCancelled", detail: Item): string {
  return outcomeMessage({ name, detail } as Parameters<typeof outcomeMessage>[0]).text;
}

function differences(what: string, pairs: Record<string, [actual: unknown, expected: unknown]>): string[] {
  return Object.entries(pairs)
    .filter(([, [actual, expected]]) => actual !== expected)
    .map(([field, [actual, expected]]) => `${what}, but ${field} is ${shown(actual)} (expected: ${shown(expected)})`);
}

function shown(value: unknown): string {
  return value === undefined || value === "" ? "nothing" : String(value);
}

function of(items: readonly Item[], bookingId: string): Item[] {
  return items.filter((item) => item.bookingId === bookingId);
}

function list(items: readonly Item[], field: string): string {
  return items.map((item) => item[field]).join(" and ");
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
