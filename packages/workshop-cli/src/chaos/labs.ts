import type { Lab, Outcome } from "./lab.ts";

const only = (outcomes: readonly Outcome[]) => outcomes[0]!;
const seatOf = (outcomes: readonly Outcome[], who: string) => outcomes.find((one) => one.who === who)?.seats[0];

/** The labs, in the recommended order. */
export const labs: readonly Lab[] = [
  {
    name: "twice",
    title: "Every event is delivered twice",
    scenario: "EventBridge promises to deliver each event at least once. Now it delivers every one of them twice.",
    faults: [{ kind: "duplicate" }],
    actions: [{ do: "book", who: "A" }],
    question: "A customer books once. How many charges are there, and how many messages does the customer get?",
    answers: [
      {
        letter: "a",
        text: "one charge, one message",
        holds: (all) => only(all).charges === 1 && only(all).messages === 1,
      },
      {
        letter: "b",
        text: "two charges, two messages",
        holds: (all) => only(all).charges === 2 && only(all).messages === 2,
      },
      {
        letter: "c",
        text: "two charges, many more messages",
        holds: (all) => only(all).charges === 2 && only(all).messages > 2,
      },
    ],
    correctAnswers: { 8: "c", 9: "a" },
    explanation:
      "A service that handles a repeat like the first delivery publishes its own event again, and that event is delivered twice, too. " +
      "So each hop doubles: two charges, four seat requests, eight tickets, sixteen messages. " +
      "There is still only one seat, even before step 9: its condition checks whether the booking already has one.",
    from9:
      "From step 9 on, a handler finds what it stored, and the mark on its event: it changes nothing, and publishes nothing again. If both copies run at the same time, neither sees the other's mark yet. Then an event may still be on the bus twice, but no more.",
  },
  {
    name: "order",
    title: "Out of order",
    scenario:
      "A books before B, on the same flight. A's PaymentConfirmed takes a minute to reach Seat Assignment; B's arrives at once.",
    faults: [{ kind: "delay", target: "seat-assign", ms: 60_000, next: 1 }],
    actions: [
      { do: "book", who: "A" },
      { do: "await", event: "PaymentConfirmed", who: "A" },
      { do: "book", who: "B" },
      { do: "await", event: "TicketIssued", who: "B" },
    ],
    question: "Seats are assigned starting with 12A. Who gets 12A?",
    answers: [
      {
        letter: "a",
        text: "A, who booked first",
        holds: (all) => seatOf(all, "A") === "12A" && seatOf(all, "B") !== "12A",
      },
      {
        letter: "b",
        text: "B, whose event arrived first",
        holds: (all) => seatOf(all, "B") === "12A" && seatOf(all, "A") !== "12A",
      },
      { letter: "c", text: "both", holds: (all) => seatOf(all, "A") === "12A" && seatOf(all, "B") === "12A" },
    ],
    correctAnswers: { 8: "b", 9: "b" },
    explanation:
      "Within one booking the order is given: each event is caused by the one before it. Between bookings there is no order. " +
      "Both bookings are correct and nobody lost anything, so this is not an error. " +
      "If you need first come, first served, put the order into the data; delivery does not guarantee it.",
    from9: "Step 9 does not change that.",
  },
  {
    name: "crash",
    title: "A crash between write and publish",
    scenario:
      "The payment function has stored the payment. Just before it publishes the event, its process crashes. This happens once.",
    faults: [{ kind: "crash", when: "before", call: "events.PutEvents", function: "payment-charge", next: 1 }],
    actions: [{ do: "book", who: "A" }],
    question: "What happens to the booking?",
    answers: [
      {
        letter: "a",
        text: "it is charged once, then nothing: no other service learns of the payment",
        holds: (all) => only(all).charges === 1 && only(all).tickets === 0,
      },
      {
        letter: "b",
        text: "it is charged once, and ticketed",
        holds: (all) => only(all).charges === 1 && only(all).state === "TICKETED",
      },
      {
        letter: "c",
        text: "it is charged twice, and ticketed",
        holds: (all) => only(all).charges === 2 && only(all).state === "TICKETED",
      },
    ],
    correctAnswers: { 8: "c", 9: "b" },
    explanation:
      "Lambda sees a failed invocation and retries it after a minute. So the booking continues: as long as something retries, nothing is lost. " +
      "But the second invocation does not know about the first one's payment, and charges again.",
    from9: "From step 9 on, it finds the payment under the booking's key, and publishes the event stored with it.",
  },
  {
    name: "throttled",
    title: "The payment table is throttled",
    scenario:
      "DynamoDB throttles every request from the payment function. A customer books. After a while, the throttling stops.",
    faults: [{ kind: "throttle", call: "dynamodb.*", function: "payment-charge" }],
    actions: [{ do: "book", who: "A" }],
    question: "Where is the booking after that?",
    answers: [
      { letter: "a", text: "nowhere: the customer got an error", holds: (all) => only(all).answered !== 202 },
      { letter: "b", text: "ticketed, but later", holds: (all) => only(all).state === "TICKETED" },
      {
        letter: "c",
        text: "open; its event waits in the failure queue of the function",
        holds: (all) => only(all).answered === 202 && only(all).unhandled === 1 && only(all).state === "REQUESTED",
      },
      {
        letter: "d",
        text: "open; its event waits in the dead-letter queue of the rule's target",
        holds: (all) => only(all).undelivered === 1,
      },
    ],
    correctAnswers: { 8: "c", 9: "c" },
    explanation:
      "The customer got 202: Booking does not wait for Payment. For EventBridge, the delivery succeeded: Lambda accepted the event. " +
      "The handler failed three times in three minutes, so Lambda sent the event to the queue that step 8 configured. Before step 8 it would be lost.",
    afterwards:
      "The table works again. Send the event to its function again: npx workshop dlq, then npx workshop dlq redrive --all",
  },
  {
    name: "lost-answer",
    title: "PutEvents succeeds, but its response is lost",
    scenario:
      "The payment function publishes. The bus accepts the event, then the connection breaks before the response arrives. This happens once.",
    faults: [{ kind: "lose-answer", call: "events.PutEvents", function: "payment-charge", next: 1 }],
    actions: [{ do: "book", who: "A" }],
    question: "How many charges are there, and how many messages does the customer get?",
    answers: [
      {
        letter: "a",
        text: "one charge, one message",
        holds: (all) => only(all).charges === 1 && only(all).messages === 1,
      },
      {
        letter: "b",
        text: "one charge, two messages",
        holds: (all) => only(all).charges === 1 && only(all).messages === 2,
      },
      {
        letter: "c",
        text: "two charges, two messages",
        holds: (all) => only(all).charges === 2 && only(all).messages === 2,
      },
    ],
    correctAnswers: { 8: "b", 9: "a" },
    explanation:
      "A caller cannot tell a lost response from a lost request. The AWS SDK retries within the same invocation: one charge, and the same event on the bus twice. " +
      "EventBridge gives each copy its own ID, but the eventId in our metadata is the same, so a consumer can recognize the repeat.",
    from9: "From step 9 on, each consumer acts once, however often the event is delivered.",
  },
  {
    name: "late",
    title: "A late event",
    scenario:
      "A booking is ticketed. Then a PaymentFailed about it reaches Booking, redriven from a dead-letter queue.",
    faults: [],
    actions: [
      { do: "book", who: "A" },
      { do: "await state", state: "TICKETED", who: "A" },
      { do: "late payment failure", who: "A" },
    ],
    question: "What is the booking's state now?",
    answers: [
      { letter: "a", text: "TICKETED, as before", holds: (all) => only(all).state === "TICKETED" },
      {
        letter: "b",
        text: "CANCELLED, while the customer holds a ticket",
        holds: (all) => only(all).state === "CANCELLED",
      },
    ],
    correctAnswers: { 8: "b", 9: "a" },
    explanation:
      "An event describes what was true when it was published. Before step 9, Booking believes whichever event arrives last.",
    from9:
      "From step 9 on, the write has a condition: only a booking that is REQUESTED can be cancelled. So the late event is an error. No retry can cure it: it goes to a failure queue at once, for a person to look at.",
    afterwards: "With step 9's handlers the event is there: npx workshop dlq",
  },
  {
    name: "bank",
    title: "A crash between the charge and our record of it",
    scenario:
      "The payment function charges the customer. Just before it stores the payment in our table, its process crashes. This happens once.",
    faults: [{ kind: "crash", when: "before", call: "dynamodb.PutItem", function: "payment-charge", next: 1 }],
    actions: [{ do: "book", who: "A" }],
    question: "How often is the customer charged?",
    answers: [
      { letter: "a", text: "once", holds: (all) => only(all).charges === 1 },
      { letter: "b", text: "twice", holds: (all) => only(all).charges === 2 },
      { letter: "c", text: "never", holds: (all) => only(all).charges === 0 },
    ],
    correctAnswers: { 8: "a", 9: "a" },
    explanation:
      "Lambda retries after a minute, so the code that charges runs twice. Before step 9 the process itself plays the provider: " +
      "what it had not stored was not charged.",
    from9:
      "From step 9 on the provider is another system, and its charge outlives our process. The retry asks with the same idempotency key, and the provider answers as it did before, without charging again.",
    afterwards: "See what the provider was asked: npx workshop logs payment-provider",
  },
  {
    name: "refused",
    title: "A way back that is taken twice",
    scenario:
      "The airline has withdrawn FLIGHT404, so the ticket is refused: the seat is released, the money refunded, and the booking cancelled. TicketRejected is delivered twice.",
    faults: [{ kind: "duplicate", rule: "TicketRejectedRule" }],
    actions: [{ do: "book", who: "A", flight: "FLIGHT404" }],
    question: "The customer has paid 300. How much comes back?",
    answers: [
      {
        letter: "a",
        text: "300, and one message says so",
        holds: (all) => only(all).refunds === 1 && only(all).messages === 1,
      },
      {
        letter: "b",
        text: "300, but two messages say so",
        holds: (all) => only(all).refunds === 1 && only(all).messages > 1,
      },
      {
        letter: "c",
        text: "600, with two messages",
        holds: (all) => only(all).refunds === 2 && only(all).messages === 2,
      },
    ],
    correctAnswers: { 8: "c", 9: "a" },
    explanation:
      "The seat can be released only once: the write has a condition. But the second time, too, its service publishes SeatReleased, and Payment refunds whenever it is told to. " +
      "A compensation is an action like any other, and a repeat can cost us more than the booking was worth.",
    from9: "From step 9 on, a refund's key is the booking's, so there is one.",
  },
];

/** Finds a lab by its number, from 1, or its name. */
export function findLab(text: string): Lab | undefined {
  return labs[Number(text) - 1] ?? labs.find(({ name }) => name === text);
}
