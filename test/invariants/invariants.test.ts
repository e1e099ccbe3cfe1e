import { beforeAll, expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { consumersIn, wiringOf } from "./in-process/wiring.ts";
import { violationsOf } from "./invariants.ts";
import type { BusEvent, Consumer, Snapshot } from "./snapshot.ts";

let consumersOf: (event: BusEvent) => Consumer[];
beforeAll(async () => {
  consumersOf = consumersIn(await wiringOf({ step: steps.list.length }));
});

const sources: Record<string, string> = {
  Booking: "aircraft.booking",
  Payment: "aircraft.payment",
  Seat: "aircraft.seat-assignment",
  Ticket: "aircraft.ticket",
};
const busEvent = (name: string, eventId: string, fields: object = {}, version = 1): BusEvent => ({
  source: sources[/^[A-Z][a-z]+/.exec(name)![0]]!,
  name,
  detail: { bookingId: "B1", ...fields, metadata: { eventId, version } },
});
const stored = ({ name, detail }: BusEvent) => ({ detailType: name, detail: JSON.stringify(detail) });
const events = [
  busEvent("BookingCreated", "e1"),
  busEvent("PaymentConfirmed", "e2"),
  busEvent("SeatAssigned", "e3", {}, 2),
  busEvent("TicketIssued", "e4"),
];
const payment = { bookingId: "B1", paymentId: "PAY-B1", status: "SUCCESS", amount: 300 };
const charge = { idempotencyKey: "PAY-B1", status: "SUCCESS", amount: 300 };
const booking = { bookingId: "B1", flightId: "F1", amount: 300, openSince: "2026-01-01T12:00:00Z" };
const ticketed = { ...booking, status: "TICKETED", seat: "12A", ticketNumber: "TKT-B1", event: stored(events[0]!) };
const ticket = { bookingId: "B1", flightId: "F1", seat: "12A", ticketNumber: "TKT-B1", event: stored(events[3]!) };
const text = "Booking B1 is ticketed: flight F1, seat 12A, ticket TKT-B1.";
const message = { bookingId: "B1", id: "TicketIssued-B1", text };

type Tables = Snapshot["tables"];

/** B1 is ticketed and nothing is wrong, except for the differences. */
function snapshot({ tables, ...differences }: Partial<Snapshot> = {}): Snapshot {
  return {
    now: Date.parse("2026-01-01T13:00:00Z"),
    accepted: [{ bookingId: "B1", amount: 300 }],
    inbox: [message],
    events,
    deadLetters: [],
    consumersOf,
    interruptions: 0,
    ...differences,
    tables: {
      BookingTable: [ticketed],
      PaymentTable: [payment],
      PaymentProviderTable: [charge],
      SeatTable: [{ flightId: "F1", "12A": "B1", "answer:B1": stored(events[2]!) }],
      TicketTable: [ticket],
      NotificationTable: [{ bookingId: "B1", notificationId: "TicketIssued-B1", text }],
      ...tables,
    },
  };
}

const refund = { ...payment, paymentId: "REF-B1", status: "REFUNDED" };
const cancelledText = "Booking B1 is cancelled, and you pay nothing. Flight F1 is full.";
const cancelled = ({ tables, ...differences }: Partial<Snapshot> = {}): Partial<Snapshot> => ({
  tables: {
    BookingTable: [{ ...booking, status: "CANCELLED", reason: "Flight F1 is full" }],
    PaymentTable: [payment, refund],
    PaymentProviderTable: [{ ...charge, cancelled: true }],
    SeatTable: [{ flightId: "F1", "12A": "B0" }],
    TicketTable: [],
    NotificationTable: [{ bookingId: "B1", text: cancelledText }],
    ...tables,
  },
  inbox: [{ ...message, text: cancelledText }],
  events: [
    ...events.slice(0, 2),
    busEvent("SeatUnavailable", "e3"),
    busEvent("PaymentRefunded", "e4", { amount: 300 }),
    busEvent("BookingCancelled", "e5"),
  ],
  ...differences,
});
const expired = cancelled({
  tables: {
    PaymentTable: [
      { ...payment, status: "FAILED" },
      { bookingId: "B1", paymentId: "REF-B1", status: "REFUNDED" },
    ],
    PaymentProviderTable: [{ ...charge, status: "FAILED", amount: 0, cancelled: true }],
    SeatTable: [{ flightId: "F1", "release:B1": stored(busEvent("SeatReleased", "e4")) }],
    TicketTable: [{ bookingId: "B1", status: "REJECTED" }],
  },
  events: [
    busEvent("BookingCreated", "e1"),
    busEvent("BookingExpired", "e2"),
    busEvent("TicketRejected", "e3"),
    busEvent("SeatReleased", "e4"),
    busEvent("PaymentRefunded", "e5"),
    busEvent("PaymentFailed", "e6"),
    busEvent("BookingCancelled", "e7"),
  ],
});
const openBooking: Tables = { BookingTable: [{ ...booking, status: "REQUESTED" }] };

test.each<[string, Partial<Snapshot>]>([
  ["a ticketed booking", {}],
  ["a refunded and cancelled booking", cancelled()],
  ["a booking that expired before it was charged", expired],
  ["repeated messages with the same ids", { inbox: [message, message] }],
  ["an event that was published again after a crash", { events: [...events, events[1]!], interruptions: 1 }],
  [
    "TicketIssued twice, if it answers BookingExpired",
    { events: [...events, events[3]!, busEvent("BookingExpired", "e5")] },
  ],
  ["both versions of an event, published side by side", { events: [...events, busEvent("SeatAssigned", "e3")] }],
  [
    "a booking that was not accepted",
    {
      accepted: [],
      tables: { BookingTable: [], SeatTable: [], TicketTable: [], PaymentTable: [], PaymentProviderTable: [] },
      events: [],
    },
  ],
  [
    "an open booking before its deadline",
    { accepted: [], tables: openBooking, now: Date.parse("2026-01-01T12:16:00Z") },
  ],
])("accepts %s", (_, differences) => {
  expect(violationsOf(snapshot(differences))).toEqual([]);
});

test.each<[string, Partial<Snapshot>, string]>([
  [
    "holds two seats",
    { tables: { SeatTable: [{ flightId: "F1", "12A": "B1", "12B": "B1" }] } },
    "1: B1 holds 12A and 12B",
  ],
  [
    "shares its seat",
    { tables: { TicketTable: [ticket, { ...ticket, bookingId: "B2" }] } },
    "1: seat 12A of F1 is on the tickets of B1 and B2",
  ],
  [
    "paid twice",
    {
      tables: {
        PaymentTable: [payment, { ...payment, paymentId: "PAY-2" }],
        PaymentProviderTable: [charge, { ...charge, idempotencyKey: "PAY-2" }],
      },
    },
    "2: B1 costs 300 and paid 600: SUCCESS 300, SUCCESS 300",
  ],
  [
    "paid under a key that nobody stored",
    { tables: { PaymentProviderTable: [charge, { ...charge, idempotencyKey: "PAY-2" }] } },
    "2: the charge PAY-2 of 300 belongs to no booking",
  ],
  [
    "was charged, but Payment does not know it",
    { tables: { PaymentTable: [] } },
    "2: B1 paid 300, but Payment's table says 0",
  ],
  [
    "was refunded more than it paid",
    cancelled({ tables: { PaymentTable: [payment, refund, refund] } }),
    "2: B1 paid 0, but Payment's table says -300: SUCCESS 300, REFUNDED 300, REFUNDED 300",
  ],
  [
    "was refunded more than it paid, before there is a provider",
    cancelled({ tables: { PaymentTable: [payment, refund, refund], PaymentProviderTable: undefined } }),
    "2: B1 costs 300 and paid -300",
  ],
  [
    "is said not to have been charged, but was",
    { events: [...events, busEvent("PaymentRefunded", "e9")] },
    "2: PaymentRefunded of B1 says 0, but 300 was charged",
  ],
  ["is neither ticketed nor cancelled", { tables: openBooking }, "3: B1 is still REQUESTED"],
  ["is missing in Booking", { tables: { BookingTable: [] } }, "3: Booking has no B1"],
  [
    "has a ticket for another seat",
    { tables: { TicketTable: [{ ...ticket, seat: "12B" }] } },
    "Ticket's seat is 12B (expected: 12A)",
  ],
  [
    "has a ticket and was refunded",
    { tables: { PaymentTable: [payment, refund], PaymentProviderTable: [{ ...charge, cancelled: true }] } },
    "3: B1 is TICKETED, but Payment's sum is 0 (expected: 300)",
  ],
  ["is ticketed without a message", { inbox: [] }, "Notification's message is nothing"],
  [
    "has an event with two ids",
    { events: [...events, busEvent("TicketIssued", "e9")] },
    "4: TicketIssued of B1 has 2 ids, so deduplication by id lets 2 through",
  ],
  [
    "has two different events with one id",
    { events: [...events, busEvent("TicketIssued", "e4", { seat: "12B" })] },
    "4: TicketIssued of B1 has one id, but different details",
  ],
  [
    "has two kinds of event with one id",
    { events: [...events, busEvent("PaymentFailed", "e3")] },
    "4: id e3 is shared by SeatAssigned of B1 and PaymentFailed of B1",
  ],
  [
    "got two messages without an id",
    { inbox: [message, message].map((one) => ({ ...one, id: undefined })) },
    "4: the customer of B1 got its outcome under 2 ids",
  ],
  ["was never announced", { events: [] }, "5: B1 was answered 202, but its BookingCreated was never published"],
  [
    "has a stored event that was never published",
    { events: events.slice(0, 3) },
    "5: TicketIssued of B1 is stored, but was never published",
  ],
  [
    "has an event without effect",
    { events: events.slice(0, 3), tables: { TicketTable: [] } },
    "5: SeatAssigned of B1 had no effect at ticket-issue",
  ],
  [
    "has an event without effect in the table of a function that publishes nothing",
    { tables: { NotificationTable: [] } },
    "5: TicketIssued of B1 had no effect at notification-send",
  ],
  [
    "is cancelled and keeps its seat",
    cancelled({ tables: { SeatTable: [{ flightId: "F1", "12A": "B1" }] } }),
    "6: B1 is CANCELLED, but Seat Assignment's seat is 12A (expected: nothing)",
  ],
  [
    "is cancelled and keeps its ticket",
    cancelled({ tables: { TicketTable: [ticket] } }),
    "6: B1 is CANCELLED, but Ticket's number is TKT-B1 (expected: nothing)",
  ],
  [
    "is cancelled and has paid",
    cancelled({ tables: { PaymentTable: [payment], PaymentProviderTable: [charge] } }),
    "6: B1 is CANCELLED, but Payment's sum is 300 (expected: 0)",
  ],
  [
    "is open beyond its deadline, accepted or not",
    { accepted: [], tables: openBooking },
    "7: B1 is open for 60 minutes",
  ],
  [
    "has an event that was published twice without a reason",
    { events: [...events, events[1]!] },
    "8: PaymentConfirmed of B1, version 1, was published 2 times (allowed: 1)",
  ],
])("reports a booking that %s", (_, differences, violation) => {
  expect(violationsOf(snapshot(differences)).join("\n")).toContain(violation);
});

test("accepts an undelivered event only in the dead-letter queue of its own function", () => {
  const dead = (functionName: string) => ({
    ...snapshot({
      events: events.slice(0, 3),
      tables: { TicketTable: [] },
      deadLetters: [{ functionName, event: events[2]! }],
    }),
  });

  expect(violationsOf(dead("ticket-issue")).filter((each) => each.startsWith("invariant 5"))).toEqual([]);
  expect(violationsOf(dead("booking-track")).filter((each) => each.startsWith("invariant 5"))).toHaveLength(1);
});

test("lets a booking stay open while one of its events waits for a person", () => {
  const parked = { functionName: "ticket-issue", event: events[2]! };

  expect(violationsOf(snapshot({ accepted: [], tables: openBooking, deadLetters: [parked] })).join("\n")).not.toContain(
    "7:",
  );
});
