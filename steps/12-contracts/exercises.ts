import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "12.1": {
    minutes: 10,
    hints: [
      "Which fields do services/ticket/issue/issue-versions.ts and the handler that it calls read? Declare only those.",
      "bookingId, customerId, flightId, and the seat: a string in version 1, an object of row and letter in version 2.",
      "Version 1: schema: z.object({ ...booking, seat: text }). In version 2, seat is z.object({ row: z.number(), letter: text }).",
    ],
    provedBy: ["services/contracts.test.ts"],
  },
  "12.2": {
    minutes: 15,
    hints: [
      "Each consumer declares what it needs (`consumers`), each producer gives examples of what it publishes (`examples`). Compare the two.",
      "For each expectation, find the example of that event and version. It must exist, and whatBreaks must return an empty list.",
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
        mistake: "Booking publishes the amount as a string",
        file: "services/booking/publishes.ts",
        find: "amount: 300",
        replace: 'amount: "300"',
      },
      {
        mistake: "Seat Assignment no longer publishes version 2",
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
      "A pattern can also match fields inside the detail: detail, then metadata, then version, with a list of the values that match.",
      'detailType === "SeatAssigned" ? { detail: { metadata: { version: consumed } } } : {},',
    ],
    provedBy: ["steps/12-contracts/infra.test.ts", "steps/12-contracts/flow.test.ts"],
  },
  "12.4": {
    minutes: 15,
    hints: [
      "A consumer must understand a version before it is published. And it must not receive the same event in two versions.",
      "Deploy four times: the comment above the region lists what is published and consumed each time. Make a booking after each.",
      "The last one: evolve({ published: [2], consumed: [1, 2] })",
    ],
    provedBy: ["steps/12-contracts/infra.test.ts", "steps/12-contracts/flow.test.ts"],
  },
};
