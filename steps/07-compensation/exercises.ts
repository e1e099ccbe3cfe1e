import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "7.1": {
    minutes: 5,
    hints: [
      "For each of the five events: which of ticket, seat and money does the booking still hold when it arrives?",
      "Two of the five come when the booking holds neither a seat nor money. The others are followed by another event.",
      "Keep PaymentFailed (nothing was taken) and PaymentRefunded (all is undone). Delete the other three lines.",
    ],
    provedBy: ["services/booking/states.test.ts"],
  },
  "7.2": {
    minutes: 10,
    hints: [
      "The charge of step 3 does the same two things in the same order: look at services/payment/charge/charge.ts.",
      "Store first, then publish: a PutCommand with the refund as its Item, then publish(…).",
      'PutCommand({ TableName: environment("TABLE_NAME"), Item: refund }), then publish(paymentRefunded, refund, metadata)',
    ],
    provedBy: ["services/payment/refund/refund.test.ts"],
  },
  "7.3": {
    minutes: 10,
    hints: [
      "Start at the end: what must be true before Booking may cancel? Which event says so? Go back from there.",
      "Each function is a link: it consumes one event, and publishes the next one. Look at what each handler publishes.",
      "TicketRejected (aircraft.ticket) goes to seatRelease, SeatReleased (aircraft.seat-assignment) to paymentRefund, PaymentRefunded (aircraft.payment) to bookingCancel.",
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
        find: '\n  PaymentRefunded: { from: "REQUESTED"',
        replace: '\n  PaymentRefunded: { from: "TICKETED"',
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
