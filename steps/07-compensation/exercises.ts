import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "7.1": {
    minutes: 5,
    hints: [
      "A booking is REQUESTED until it is ticketed or cancelled. Which of the two follows from these events?",
      "Neither is followed by a ticket. Both move the booking from REQUESTED to the state that BookingCancelled announces.",
      'PaymentFailed: { from: "REQUESTED", to: "CANCELLED" }, and the same for PaymentRefunded',
    ],
    provedBy: ["services/booking/states.test.ts"],
  },
  "7.2": {
    minutes: 10,
    hints: [
      "The charge of step 3 does the same two things in the same order: look at services/payment/charge/charge.ts.",
      "Store first, then publish: a PutCommand with the refund as its Item, then publish(…).",
      'PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }), then publish("PaymentRefunded", refund, metadata)',
    ],
    provedBy: ["services/payment/refund/refund.test.ts"],
  },
  "7.3": {
    minutes: 10,
    hints: [
      "Two rules are missing. Which function must react to SeatUnavailable, and which to PaymentRefunded?",
      "SeatUnavailable goes to paymentRefund, PaymentRefunded to bookingCancel. Each is a RuleToFunction; its source is in services/events/contracts.ts.",
      'new RuleToFunction("seat-unavailable", { context, bus, source: "aircraft.seat-assignment", detailType: "SeatUnavailable", to: [paymentRefund] })',
    ],
    provedBy: ["steps/07-compensation/infra.test.ts"],
  },
  "7.4": {
    minutes: 10,
    hints: [
      "A ticketed or cancelled booking never changes again. How would a transition out of these states look in the table?",
      "Each entry has a `from`. Object.entries(transitions) returns all entries, including those that are added later.",
      'for (const [event, { from }] of Object.entries(transitions)) expect(["TICKETED", "CANCELLED"], event).not.toContain(from)',
    ],
    provedBy: ["services/booking/states.test.ts"],
    faults: [
      {
        mistake: "a refund cancels a booking that is ticketed",
        file: "services/booking/states.ts",
        find: 'PaymentRefunded: { from: "REQUESTED", to: "CANCELLED" }',
        replace: 'PaymentRefunded: { from: "TICKETED", to: "CANCELLED" }',
      },
      {
        mistake: "a ticket reopens a cancelled booking",
        file: "services/booking/states.ts",
        find: 'TicketIssued: { from: "REQUESTED"',
        replace: 'TicketIssued: { from: "CANCELLED"',
      },
    ],
  },
};
