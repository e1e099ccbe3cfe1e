import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "7.1": {
    minutes: 5,
    hints: [
      "A booking is REQUESTED until it ends. Which end do these two events mean?",
      "Neither is followed by a ticket. Both take the booking from REQUESTED to the state that BookingCancelled tells of.",
      'PaymentFailed: { from: "REQUESTED", to: "CANCELLED" }, and the same for PaymentRefunded',
    ],
    provedBy: ["services/booking/states.test.ts"],
  },
  "7.2": {
    minutes: 10,
    hints: [
      "The charge of step 3 does the same two things in the same order: look at services/payment/charge/charge.ts.",
      "Write first, then tell: a PutCommand with the refund as its Item, then publish.",
      'PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }), then publish("PaymentRefunded", refund, metadata)',
    ],
    provedBy: ["services/payment/refund/refund.test.ts"],
  },
  "7.3": {
    minutes: 10,
    hints: [
      "Two rules are missing on the way back. Who has to hear that there is no seat, and who that the money is back?",
      "SeatUnavailable goes to paymentRefund, PaymentRefunded to bookingCancel. Each is a RuleToFunction; its source is in services/events/contracts.ts.",
      'new RuleToFunction("seat-unavailable", { context, bus, source: "aircraft.seat-assignment", detailType: "SeatUnavailable", to: [paymentRefund] })',
    ],
    provedBy: ["steps/07-compensation/infra.test.ts"],
  },
  "7.4": {
    minutes: 10,
    hints: [
      "A ticketed or cancelled booking stays what it is. Where in the table would you see a way out?",
      "Each entry says from where it leads. Object.entries(transitions) gives them all, those of a later year too.",
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
        mistake: "a ticket brings a cancelled booking back",
        file: "services/booking/states.ts",
        find: 'TicketIssued: { from: "REQUESTED"',
        replace: 'TicketIssued: { from: "CANCELLED"',
      },
    ],
  },
};
