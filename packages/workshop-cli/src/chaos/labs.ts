import type { Lab, Outcome } from "./lab.ts";

const only = (outcomes: readonly Outcome[]) => outcomes[0]!;
const seatOf = (outcomes: readonly Outcome[], who: string) => outcomes.find((one) => one.who === who)?.seats[0];

/** The labs, in the order in which they are best done. */
export const labs: readonly Lab[] = [
  {
    name: "twice",
    title: "Every event comes twice",
    story: "EventBridge promises to deliver each event at least once. Now it delivers every one of them twice.",
    faults: [{ kind: "duplicate" }],
    acts: [{ do: "book", who: "A" }],
    question: "A customer books once. How often is the card charged, and how many messages does the customer get?",
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
        text: "two charges, and many more messages",
        holds: (all) => only(all).charges === 2 && only(all).messages > 2,
      },
    ],
    holdsUnder: { 8: "c", 9: "a" },
    explanation:
      "Who acts on a repeat as on a first time, repeats it to the next one, who has two repeats of two. " +
      "So each hop doubles: two charges, four requests for a seat, eight for a ticket, sixteen messages. " +
      "The seat is one all the same, even before step 9: its condition asks whether the booking has one. " +
      "From step 9 on the payment has the booking's key, and what is there already is not done again.",
  },
  {
    name: "order",
    title: "Out of order",
    story:
      "A books before B, on the same flight. A's PaymentConfirmed takes a minute to reach Seat Assignment; B's does not.",
    faults: [{ kind: "delay", target: "seat-assign", ms: 60_000, next: 1 }],
    acts: [
      { do: "book", who: "A" },
      { do: "await", event: "PaymentConfirmed", who: "A" },
      { do: "book", who: "B" },
      { do: "await", event: "TicketIssued", who: "B" },
    ],
    question: "Seats are given from 12A on. Who gets 12A?",
    answers: [
      {
        letter: "a",
        text: "A, who booked first",
        holds: (all) => seatOf(all, "A") === "12A" && seatOf(all, "B") !== "12A",
      },
      {
        letter: "b",
        text: "B, whose event came first",
        holds: (all) => seatOf(all, "B") === "12A" && seatOf(all, "A") !== "12A",
      },
      { letter: "c", text: "both", holds: (all) => seatOf(all, "A") === "12A" && seatOf(all, "B") === "12A" },
    ],
    holdsUnder: { 8: "b", 9: "b" },
    explanation:
      "Inside one booking's story order looks after itself: each event is caused by the one before it. Between stories there is none. " +
      "Both bookings are right, and nobody lost anything, so this is no error: it is what the events in this order mean. " +
      "Step 9 does not change it. Who needs first come, first served must say so in the data, not hope for it in the delivery.",
  },
  {
    name: "crash",
    title: "A crash between write and publish",
    story:
      "The payment function has stored the payment. In the moment before it tells the bus, its machine dies. Once.",
    faults: [{ kind: "crash", when: "before", call: "events.PutEvents", function: "payment-charge", next: 1 }],
    acts: [{ do: "book", who: "A" }],
    question: "What becomes of the booking?",
    answers: [
      {
        letter: "a",
        text: "it is charged once, and then nothing: nobody hears of the payment",
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
    holdsUnder: { 8: "c", 9: "b" },
    explanation:
      "Lambda sees a run that failed, and runs it again after a minute. So the story goes on: as long as something tries again, nothing is lost. " +
      "But the second run does not know of the first one's payment, and charges again. " +
      "From step 9 on it finds the payment under the booking's key, and publishes the event that is stored with it.",
  },
  {
    name: "throttled",
    title: "The payment table takes nothing",
    story:
      "DynamoDB tells the payment function that there are too many requests, and goes on to. A customer books. In the end it is over.",
    faults: [{ kind: "throttle", call: "dynamodb.*", function: "payment-charge" }],
    acts: [{ do: "book", who: "A" }],
    question: "Now that it is over: where is the booking?",
    answers: [
      { letter: "a", text: "nowhere: the customer got an error", holds: (all) => only(all).answered !== 202 },
      { letter: "b", text: "ticketed, only later", holds: (all) => only(all).state === "TICKETED" },
      {
        letter: "c",
        text: "open; its event waits in the queue of the function that failed",
        holds: (all) => only(all).answered === 202 && only(all).unhandled === 1 && only(all).state === "REQUESTED",
      },
      {
        letter: "d",
        text: "open; its event waits in the queue of the target that it could not be delivered to",
        holds: (all) => only(all).undelivered === 1,
      },
    ],
    holdsUnder: { 8: "c", 9: "c" },
    explanation:
      "The customer got 202: Booking does not wait for Payment. EventBridge delivered: Lambda took the event, which is all that it asks. " +
      "The handler failed three times in three minutes, so Lambda put the event where step 8 told it to. Before step 8 it would be gone.",
    afterwards:
      "The table works again. Give the event to its function once more: npx workshop dlq, then npx workshop dlq redrive --all",
  },
  {
    name: "lost-answer",
    title: "PutEvents works, and its answer is lost",
    story: "The payment function publishes. The bus takes the event, and on the way back the connection breaks. Once.",
    faults: [{ kind: "lose-answer", call: "events.PutEvents", function: "payment-charge", next: 1 }],
    acts: [{ do: "book", who: "A" }],
    question: "How many charges, and how many messages to the customer?",
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
    holdsUnder: { 8: "b", 9: "a" },
    explanation:
      "Nobody can tell a lost answer from a lost request. The AWS SDK tries again by itself, inside the same run: one charge, and the same event on the bus twice. " +
      "It has another id in EventBridge's envelope each time, and the same eventId in our metadata: by that one can tell. " +
      "From step 9 on each consumer does the thing once, whatever comes how often.",
  },
  {
    name: "late",
    title: "A late event",
    story:
      "A booking is ticketed. Then a PaymentFailed about it reaches Booking, from a dead-letter queue that somebody has redriven.",
    faults: [],
    acts: [
      { do: "book", who: "A" },
      { do: "await", event: "TicketIssued", who: "A" },
      { do: "late payment failure", who: "A" },
    ],
    question: "What does Booking say of it now?",
    answers: [
      { letter: "a", text: "TICKETED, as before", holds: (all) => only(all).state === "TICKETED" },
      {
        letter: "b",
        text: "CANCELLED, while the customer holds a ticket",
        holds: (all) => only(all).state === "CANCELLED",
      },
    ],
    holdsUnder: { 8: "b", 9: "a" },
    explanation:
      "An event says what was true when it was sent. Before step 9 Booking believes whatever comes last. " +
      "From step 9 on the write has a condition: only a booking that is REQUESTED can be cancelled. " +
      "The late event is an error then, and ends in a failure queue, where a person looks at it.",
    afterwards: "Under step 9's handlers it waits there: npx workshop dlq",
  },
];

/** By its number from 1 on, or its name. */
export function findLab(text: string): Lab | undefined {
  return labs[Number(text) - 1] ?? labs.find(({ name }) => name === text);
}
