import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "12.1": {
    minutes: 10,
    hints: [
      "Which fields do services/ticket/issue/issue-versions.ts and the handler that it calls read? State only those.",
      "bookingId, customerId, flightId, as in version 1. The seat is an object in version 2: which members does Ticket read?",
      "seat: z.object({ row: z.number(), letter: text }), and the version, 2, as the third argument",
    ],
    provedBy: ["services/contracts.test.ts"],
  },
  "12.2": {
    minutes: 15,
    hints: [
      "Each consumer states what it needs (`expectations`), each producer has contracts with an example (`contracts`). Compare the two.",
      "For each expectation, find the contract of that event and version. It must exist, and whatBreaks must return an empty list.",
      "test.each([...expectations]), and for each of them: expect(whatBreaks(consumer, expectation, contract!)).toEqual([])",
    ],
    provedBy: ["services/contracts.test.ts"],
    faults: [
      {
        mistake: "Ticket renames the field ticketNumber",
        file: "services/ticket/publishes.ts",
        find: 'fields: { ...booking, seat: id, ticketNumber: id },\n  example: { ...b123, seat: "12A", ticketNumber: "TKT-B123" },',
        replace:
          'fields: { ...booking, seat: id, ticketId: id },\n  example: { ...b123, seat: "12A", ticketId: "TKT-B123" },',
      },
      {
        mistake: "Booking publishes the amount as a string",
        file: "services/booking/publishes.ts",
        find: 'amount: z.number().positive() },\n  example: { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 },',
        replace:
          'amount: z.string() },\n  example: { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: "300" },',
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
      "For some seconds after a deployment, an event may meet the old rule or the new one. Which versions do both of them match?",
      "Let the rule hear version 2 before anybody publishes it. Each line is a deployment: add one, deploy it, book, add the next.",
      "First consumed: [1, 2], still published: [1]. Then the producer moves, with or without a time of [1, 2]. The last one publishes [2].",
    ],
    provedBy: ["steps/12-contracts/infra.test.ts", "steps/12-contracts/flow.test.ts"],
  },
};
