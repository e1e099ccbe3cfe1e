import { expect, test } from "vitest";
import { type BusEvent, brokenPromises, type Snapshot } from "./promises.ts";

const said = (name: string, eventId: string, causationId: string, fields: object = {}): BusEvent => ({
  name,
  detail: { bookingId: "B1", ...fields, metadata: { eventId, causationId } },
});
const way = [
  said("BookingCreated", "e1", "request"),
  said("PaymentConfirmed", "e2", "e1"),
  said("SeatAssigned", "e3", "e2"),
  said("TicketIssued", "e4", "e3"),
];
const payment = { bookingId: "B1", paymentId: "PAY-B1", status: "SUCCESS", amount: 300 };
const text = "Booking B1 is ticketed: flight F1, seat 12A, ticket TKT-B1.";
const message = { bookingId: "B1", id: "TicketIssued-B1", text };

/** B1 has its ticket, and all is well, unless told otherwise. */
function seen(differences: Partial<Snapshot> = {}): Snapshot {
  return {
    accepted: [{ bookingId: "B1", amount: 300 }],
    bookings: [{ bookingId: "B1", flightId: "F1", status: "TICKETED", seat: "12A", ticketNumber: "TKT-B1" }],
    payments: [payment],
    flights: [{ flightId: "F1", "12A": "B1", "answer:B1": { name: "SeatAssigned" } }],
    tickets: [{ bookingId: "B1", flightId: "F1", seat: "12A", ticketNumber: "TKT-B1" }],
    notifications: [{ bookingId: "B1", notificationId: "TicketIssued-B1", text }],
    inbox: [message],
    events: way,
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
    ...way.slice(0, 2),
    said("SeatUnavailable", "e3", "e2"),
    said("PaymentRefunded", "e4", "e3"),
    said("BookingCancelled", "e5", "e4"),
  ],
};

test.each([
  ["a booking with its ticket", {}],
  ["one that was refunded and cancelled", cancelled],
  [
    "events and messages that came more than once, under their ids",
    { events: [...way, ...way], inbox: [message, message] },
  ],
  ["a booking that nobody was promised", { accepted: [], bookings: [], events: [] }],
])("finds nothing wrong with %s", (_, differences) => {
  expect(brokenPromises(seen(differences))).toEqual([]);
});

test.each<[string, Partial<Snapshot>, string]>([
  ["holds two seats", { flights: [{ flightId: "F1", "12A": "B1", "12B": "B1" }] }, "1: B1 holds 12A and 12B"],
  [
    "shares its seat",
    { tickets: [...seen().tickets, { bookingId: "B2", flightId: "F1", seat: "12A" }] },
    "1: seat 12A of F1 is on the tickets of B1 and B2",
  ],
  [
    "paid twice",
    { payments: [payment, { ...payment, paymentId: "PAY-2" }] },
    "2: B1 costs 300 and paid 600: SUCCESS 300, SUCCESS 300",
  ],
  [
    "got more back than it paid",
    { ...cancelled, payments: [payment, refund, refund] },
    "2: B1 costs 300 and paid -300",
  ],
  [
    "is neither ticketed nor cancelled",
    { bookings: [{ bookingId: "B1", status: "REQUESTED" }] },
    "3: B1 is still REQUESTED",
  ],
  ["is unknown to Booking", { bookings: [] }, "3: Booking does not know B1"],
  [
    "has a ticket for another seat",
    { tickets: [{ ...seen().tickets[0], seat: "12B" }] },
    "Ticket's seat is 12B (expected: 12A)",
  ],
  [
    "has a ticket and its money back",
    { payments: [payment, refund] },
    "3: B1 is TICKETED, and Payment's sum is 0 (expected: 300)",
  ],
  [
    "is cancelled and keeps its seat",
    { ...cancelled, flights: seen().flights },
    "Seat Assignment's seat is 12A (expected: nothing)",
  ],
  ["is ticketed, and told nothing", { inbox: [] }, "Notification's word is nothing"],
  [
    "is heard of under two ids",
    { events: [...way, said("TicketIssued", "e9", "e3")] },
    "4: TicketIssued of B1 came under 2 ids: who drops repeats hears it 2 times",
  ],
  [
    "is spoken of in two ways under one id",
    { events: [...way, said("TicketIssued", "e4", "e3", { seat: "12B" })] },
    "4: TicketIssued of B1 came under one id, and not always said the same",
  ],
  ["shares an event's id", { events: [...way, said("PaymentFailed", "e3", "e1")] }, "4: one id, e3, stands for"],
  [
    "hears twice without an id",
    { inbox: [message, message].map((one) => ({ ...one, id: undefined })) },
    "4: the customer of B1 heard",
  ],
  ["was never said", { events: [] }, "5: B1 was answered 202, and BookingCreated was never on the bus"],
  ["has an event that did nothing", { events: way.slice(0, 3) }, "5: SeatAssigned of B1 did nothing at ticket-issue"],
])("notices a booking that %s", (_, differences, broken) => {
  expect(brokenPromises(seen(differences)).join("\n")).toContain(broken);
});

test("takes an event in the dead-letter queue of its function for delivered, and in no other's", () => {
  const dead = (functionName: string) => ({
    ...seen({ events: way.slice(0, 3), deadLetters: [{ functionName, event: way[2]! }] }),
  });

  expect(brokenPromises(dead("ticket-issue")).filter((each) => each.startsWith("promise 5"))).toEqual([]);
  expect(brokenPromises(dead("booking-track")).filter((each) => each.startsWith("promise 5"))).toHaveLength(1);
});
