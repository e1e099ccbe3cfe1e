import { expect, test } from "vitest";
import { type BusEvent, type Snapshot, violationsOf } from "./invariants.ts";

const busEvent = (name: string, eventId: string, causationId: string, fields: object = {}): BusEvent => ({
  name,
  detail: { bookingId: "B1", ...fields, metadata: { eventId, causationId } },
});
const events = [
  busEvent("BookingCreated", "e1", "request"),
  busEvent("PaymentConfirmed", "e2", "e1"),
  busEvent("SeatAssigned", "e3", "e2"),
  busEvent("TicketIssued", "e4", "e3"),
];
const payment = { bookingId: "B1", paymentId: "PAY-B1", status: "SUCCESS", amount: 300 };
const text = "Booking B1 is ticketed: flight F1, seat 12A, ticket TKT-B1.";
const message = { bookingId: "B1", id: "TicketIssued-B1", text };

/** B1 is ticketed and nothing is wrong, except for the differences. */
function snapshot(differences: Partial<Snapshot> = {}): Snapshot {
  return {
    accepted: [{ bookingId: "B1", amount: 300 }],
    bookings: [{ bookingId: "B1", flightId: "F1", status: "TICKETED", seat: "12A", ticketNumber: "TKT-B1" }],
    payments: [payment],
    flights: [{ flightId: "F1", "12A": "B1", "answer:B1": { name: "SeatAssigned" } }],
    tickets: [{ bookingId: "B1", flightId: "F1", seat: "12A", ticketNumber: "TKT-B1" }],
    notifications: [{ bookingId: "B1", notificationId: "TicketIssued-B1", text }],
    inbox: [message],
    events,
    deadLetters: [],
    ...differences,
  };
}

const refund = { ...payment, paymentId: "REF-B1", status: "REFUNDED" };
const cancelled: Partial<Snapshot> = {
  bookings: [{ bookingId: "B1", flightId: "F1", status: "CANCELLED", reason: "Flight F1 is full" }],
  payments: [payment, refund],
  flights: [{ flightId: "F1", "12A": "B0" }],
  tickets: [],
  notifications: [{ bookingId: "B1", text: "Booking B1 is cancelled, and you pay nothing. Flight F1 is full." }],
  inbox: [{ ...message, text: "Booking B1 is cancelled, and you pay nothing. Flight F1 is full." }],
  events: [
    ...events.slice(0, 2),
    busEvent("SeatUnavailable", "e3", "e2"),
    busEvent("PaymentRefunded", "e4", "e3"),
    busEvent("BookingCancelled", "e5", "e4"),
  ],
};

test.each([
  ["a ticketed booking", {}],
  ["a refunded and cancelled booking", cancelled],
  ["repeated events and messages with the same ids", { events: [...events, ...events], inbox: [message, message] }],
  ["a booking that was not accepted", { accepted: [], bookings: [], events: [] }],
])("accepts %s", (_, differences) => {
  expect(violationsOf(snapshot(differences))).toEqual([]);
});

test.each<[string, Partial<Snapshot>, string]>([
  ["holds two seats", { flights: [{ flightId: "F1", "12A": "B1", "12B": "B1" }] }, "1: B1 holds 12A and 12B"],
  [
    "shares its seat",
    { tickets: [...snapshot().tickets, { bookingId: "B2", flightId: "F1", seat: "12A" }] },
    "1: seat 12A of F1 is on the tickets of B1 and B2",
  ],
  [
    "paid twice",
    { payments: [payment, { ...payment, paymentId: "PAY-2" }] },
    "2: B1 costs 300 and paid 600: SUCCESS 300, SUCCESS 300",
  ],
  [
    "was refunded more than it paid",
    { ...cancelled, payments: [payment, refund, refund] },
    "2: B1 costs 300 and paid -300",
  ],
  [
    "is neither ticketed nor cancelled",
    { bookings: [{ bookingId: "B1", status: "REQUESTED" }] },
    "3: B1 is still REQUESTED",
  ],
  ["is missing in Booking", { bookings: [] }, "3: Booking has no B1"],
  [
    "has a ticket for another seat",
    { tickets: [{ ...snapshot().tickets[0], seat: "12B" }] },
    "Ticket's seat is 12B (expected: 12A)",
  ],
  [
    "has a ticket and was refunded",
    { payments: [payment, refund] },
    "3: B1 is TICKETED, but Payment's sum is 0 (expected: 300)",
  ],
  [
    "is cancelled and keeps its seat",
    { ...cancelled, flights: snapshot().flights },
    "Seat Assignment's seat is 12A (expected: nothing)",
  ],
  ["is ticketed without a message", { inbox: [] }, "Notification's message is nothing"],
  [
    "has an event with two ids",
    { events: [...events, busEvent("TicketIssued", "e9", "e3")] },
    "4: TicketIssued of B1 has 2 ids, so deduplication by id lets 2 through",
  ],
  [
    "has two different events with one id",
    { events: [...events, busEvent("TicketIssued", "e4", "e3", { seat: "12B" })] },
    "4: TicketIssued of B1 has one id, but different details",
  ],
  [
    "has two kinds of event with one id",
    { events: [...events, busEvent("PaymentFailed", "e3", "e1")] },
    "4: id e3 is shared by SeatAssigned of B1 and PaymentFailed of B1",
  ],
  [
    "got two messages without an id",
    { inbox: [message, message].map((one) => ({ ...one, id: undefined })) },
    "4: the customer of B1 got its outcome under 2 ids",
  ],
  ["was never published", { events: [] }, "5: B1 was answered 202, but its BookingCreated was never published"],
  [
    "has an event without effect",
    { events: events.slice(0, 3) },
    "5: SeatAssigned of B1 had no effect at ticket-issue",
  ],
])("reports a booking that %s", (_, differences, violation) => {
  expect(violationsOf(snapshot(differences)).join("\n")).toContain(violation);
});

test("accepts an undelivered event only in the dead-letter queue of its own function", () => {
  const dead = (functionName: string) => ({
    ...snapshot({ events: events.slice(0, 3), deadLetters: [{ functionName, event: events[2]! }] }),
  });

  expect(violationsOf(dead("ticket-issue")).filter((each) => each.startsWith("invariant 5"))).toEqual([]);
  expect(violationsOf(dead("booking-track")).filter((each) => each.startsWith("invariant 5"))).toHaveLength(1);
});
