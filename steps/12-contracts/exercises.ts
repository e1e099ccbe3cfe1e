import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "12.1": {
    minutes: 10,
    hints: [
      "What does services/ticket/issue/issue-versions.ts read of the event, and the handler that it hands it on to? Nothing else belongs here.",
      "Whose ticket (bookingId, customerId, flightId) and the seat: one word in version 1, row and letter in version 2.",
      "schema: z.object({ ...booking, seat: text }) for version 1; for version 2 seat is z.object({ row: z.number(), letter: text }).",
    ],
    provedBy: ["services/contracts.test.ts"],
  },
  "12.2": {
    minutes: 15,
    hints: [
      "Each consumer says what it needs (`consumers`), each producer what it says (`examples`). Hold every one against its like.",
      "For each expectation find the example of that event and version. There must be one, and whatBreaks must find nothing.",
      "test.each(Object.entries(consumers)), inside: for each expectation expect(whatBreaks(consumer, expectation, example!)).toEqual([])",
    ],
    provedBy: ["services/contracts.test.ts"],
    faults: [
      {
        mistake: "Ticket renames the field ticketNumber",
        file: "services/ticket/publishes.ts",
        find: "ticketNumber:",
        replace: "ticketId:",
      },
      {
        mistake: "Booking says the amount as text",
        file: "services/booking/publishes.ts",
        find: "amount: 300",
        replace: 'amount: "300"',
      },
      {
        mistake: "Seat Assignment no longer says version 2",
        file: "services/seat-assignment/publishes.ts",
        find: "version: 2",
        replace: "version: 3",
      },
    ],
  },
  "12.3": {
    minutes: 10,
    hints: [
      "Both versions have the same source and the same detail-type. What in the event tells them apart?",
      "A pattern can ask for what is inside the detail too: detail, then metadata, then version, with a list of what is let through.",
      'detailType === "SeatAssigned" ? { detail: { metadata: { version: heard } } } : {},',
    ],
    provedBy: ["steps/12-contracts/infra.test.ts", "steps/12-contracts/flow.test.ts"],
  },
  "12.4": {
    minutes: 15,
    hints: [
      "Whoever hears must be able to before somebody says. And nobody may hear the same thing in two versions.",
      "Deploy four times: the two lists above the region say what is published and heard each time. Book between them.",
      "The last one: evolve({ published: [2], heard: [1, 2] })",
    ],
    provedBy: ["steps/12-contracts/infra.test.ts", "steps/12-contracts/flow.test.ts"],
  },
};
