import { outcomeMessage } from "../../services/notification/outcome-message.ts";
import { canonical } from "./canonical.ts";

type Item = Record<string, unknown>;

/** All that is there to see once everything has come to rest. */
export interface Snapshot {
  /** What callers asked for, and were answered 202. */
  accepted: readonly { bookingId: string; amount: number }[];
  bookings: readonly Item[];
  payments: readonly Item[];
  /** One item a flight: its seats, and who has them. */
  flights: readonly Item[];
  tickets: readonly Item[];
  notifications: readonly Item[];
  /** What the customers got, each message as often as it came. */
  inbox: readonly Message[];
  /** What was on the bus, each event as often as it was put there. */
  events: readonly BusEvent[];
  /** What could not be delivered or handled. */
  deadLetters: readonly { functionName: string; event: BusEvent }[];
}

export interface Message {
  bookingId: string;
  /** By which a repeat can be dropped, if it has one. */
  id: string | undefined;
  text: string;
}

export interface BusEvent {
  name: string;
  detail: Item & { bookingId: string; metadata: { eventId: string; causationId: string } };
}

type Promised = (seen: Snapshot) => string[];

/** What the choreography promises of every booking that was answered 202; each gives what it finds broken, in words. */
export const promises: Readonly<Record<string, Promised>> = {
  "a booking holds at most one seat, and a seat at most one booking": oneSeat,
  "the money taken is one ticket's price, or nothing": oneCharge,
  "a booking is ticketed or cancelled, and all five services agree": sameEnd,
  "all messages about one thing carry one id": oneId,
  "every event was delivered, or is in a dead-letter queue": nothingNowhere,
};

/** What is broken, promise by promise: "1: B1 holds 12A and 12B". Empty if all are kept. */
export function brokenPromises(seen: Snapshot): string[] {
  return Object.values(promises).flatMap((promised, index) =>
    promised(seen).map((broken) => `promise ${index + 1}: ${broken}`),
  );
}

function oneSeat(seen: Snapshot): string[] {
  const broken: string[] = [];
  for (const { bookingId } of seen.accepted) {
    const held = seatsOf(seen, bookingId);
    if (held.length > 1) broken.push(`${bookingId} holds ${held.join(" and ")}`);
  }
  const tickets = groupBy(seen.tickets, ({ flightId, seat }) => `${seat} of ${flightId}`);
  for (const [seat, holders] of tickets) {
    if (holders.length > 1) broken.push(`seat ${seat} is on the tickets of ${list(holders, "bookingId")}`);
  }
  return broken;
}

function oneCharge(seen: Snapshot): string[] {
  return seen.accepted.flatMap(({ bookingId, amount }) => {
    const taken = moneyTaken(seen, bookingId);
    if (taken === amount || taken === 0) return [];
    const entries = of(seen.payments, bookingId).map(({ status, amount: sum }) => `${status} ${sum}`);
    return [`${bookingId} costs ${amount} and paid ${taken}: ${entries.join(", ")}`];
  });
}

function sameEnd(seen: Snapshot): string[] {
  return seen.accepted.flatMap(({ bookingId, amount }) => {
    const [booking] = of(seen.bookings, bookingId);
    if (!booking) return [`Booking does not know ${bookingId}`];
    const [ticket] = of(seen.tickets, bookingId);
    const told = [...new Set(messagesTo(seen, bookingId).map(({ text }) => text))];
    if (booking.status === "TICKETED") {
      const [seat] = seatsOf(seen, bookingId);
      return differences(`${bookingId} is TICKETED`, {
        "Booking's seat": [booking.seat, seat],
        "Booking's ticket number": [booking.ticketNumber, ticket?.ticketNumber],
        "Ticket's seat": [ticket?.seat, seat],
        "Payment's sum": [moneyTaken(seen, bookingId), amount],
        "Notification's word": [told.join(" and "), textOf("TicketIssued", { ...ticket, ...booking })],
        "Notification's notes": [notedTexts(seen, bookingId), textOf("TicketIssued", { ...ticket, ...booking })],
      });
    }
    if (booking.status === "CANCELLED") {
      return differences(`${bookingId} is CANCELLED`, {
        "Seat Assignment's seat": [seatsOf(seen, bookingId)[0], undefined],
        "Ticket's number": [ticket?.ticketNumber, undefined],
        "Payment's sum": [moneyTaken(seen, bookingId), 0],
        "Notification's word": [told.join(" and "), textOf("BookingCancelled", booking)],
        "Notification's notes": [notedTexts(seen, bookingId), textOf("BookingCancelled", booking)],
      });
    }
    return [`${bookingId} is still ${booking.status}`];
  });
}

function oneId(seen: Snapshot): string[] {
  const broken: string[] = [];
  for (const [thing, said] of groupBy(seen.events, ({ name, detail }) => `${name} of ${detail.bookingId}`)) {
    const ids = new Set(said.map(({ detail }) => detail.metadata.eventId));
    if (ids.size > 1) broken.push(`${thing} came under ${ids.size} ids: who drops repeats hears it ${ids.size} times`);
    else if (new Set(said.map(({ detail }) => canonical(detail))).size > 1)
      broken.push(`${thing} came under one id, and not always said the same`);
  }
  for (const [id, said] of groupBy(seen.events, ({ detail }) => detail.metadata.eventId)) {
    const things = new Set(said.map(({ name, detail }) => `${name} of ${detail.bookingId}`));
    if (things.size > 1) broken.push(`one id, ${id}, stands for ${[...things].join(" and ")}`);
  }
  for (const [bookingId, messages] of groupBy(seen.inbox, (message) => message.bookingId)) {
    if (messages.length < 2) continue;
    const ids = new Set(messages.map(({ id }, index) => id ?? `none ${index}`));
    if (ids.size > 1) broken.push(`the customer of ${bookingId} heard of its end ${ids.size} times`);
  }
  return broken;
}

/** What follows from an event, and who sees to it: another event, a state, or word to the customer. */
const consequences: Readonly<Record<string, Readonly<Record<string, readonly string[] | "state" | "word">>>> = {
  BookingCreated: { "payment-charge": ["PaymentConfirmed", "PaymentFailed"] },
  PaymentConfirmed: { "seat-assign": ["SeatAssigned", "SeatUnavailable"] },
  SeatAssigned: { "ticket-issue": ["TicketIssued"] },
  TicketIssued: { "booking-track": "state", "notification-send": "word" },
  PaymentFailed: { "booking-cancel": ["BookingCancelled"] },
  SeatUnavailable: { "payment-refund": ["PaymentRefunded"] },
  PaymentRefunded: { "booking-cancel": ["BookingCancelled"] },
  BookingCancelled: { "notification-send": "word" },
};

function nothingNowhere(seen: Snapshot): string[] {
  const said = groupBy(seen.events, ({ name, detail }) => `${name} ${detail.bookingId}`);
  const caused = groupBy(seen.events, ({ name, detail }) => `${name} ${detail.metadata.causationId}`);
  const broken = seen.accepted
    .filter(({ bookingId }) => !said.has(`BookingCreated ${bookingId}`))
    .map(({ bookingId }) => `${bookingId} was answered 202, and BookingCreated was never on the bus`);

  for (const { name, detail } of firsts(seen.events)) {
    for (const [functionName, what] of Object.entries(consequences[name] ?? {})) {
      if (hasFollowed(what, detail) || isDead(functionName, detail.metadata.eventId)) continue;
      broken.push(`${name} of ${detail.bookingId} did nothing at ${functionName}, and is in no dead-letter queue`);
    }
  }
  return broken;

  function hasFollowed(what: readonly string[] | "state" | "word", { bookingId, metadata }: BusEvent["detail"]) {
    if (what === "state") return of(seen.bookings, bookingId).some(({ status }) => status === "TICKETED");
    if (what === "word") return messagesTo(seen, bookingId).length > 0;
    return what.some((name) => caused.has(`${name} ${metadata.eventId}`));
  }
  function isDead(functionName: string, eventId: string): boolean {
    return seen.deadLetters.some(
      (dead) => dead.functionName === functionName && dead.event.detail.metadata.eventId === eventId,
    );
  }
}

/** Events by their ids: a repeat is the same event. */
function firsts(events: readonly BusEvent[]): BusEvent[] {
  return [...groupBy(events, ({ detail }) => detail.metadata.eventId).values()].map(([first]) => first!);
}

/** The seats that a booking has, by the seat map: what is no seat's name in it is no seat. */
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

function notedTexts({ notifications }: Snapshot, bookingId: string): string {
  return [...new Set(of(notifications, bookingId).map(({ text }) => text))].join(" and ");
}

function textOf(name: "TicketIssued" | "BookingCancelled", detail: Item): string {
  return outcomeMessage({ name, detail } as Parameters<typeof outcomeMessage>[0]).text;
}

function differences(what: string, pairs: Record<string, [actual: unknown, expected: unknown]>): string[] {
  return Object.entries(pairs)
    .filter(([, [actual, expected]]) => actual !== expected)
    .map(([who, [actual, expected]]) => `${what}, and ${who} is ${said(actual)} (expected: ${said(expected)})`);
}

function said(value: unknown): string {
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
