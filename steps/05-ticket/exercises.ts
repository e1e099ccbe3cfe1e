import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "5.1": {
    minutes: 5,
    hints: [
      "Use the component of step 4 again. Which event causes a ticket, and which service publishes it?",
      "SeatAssigned causes it. Its source is in services/seat-assignment/publishes.ts.",
      'new RuleToFunction("seat-assigned", { context, bus, source: "aircraft.seat-assignment", detailType: "SeatAssigned", to: [ticketIssue] })',
    ],
    provedBy: ["steps/05-ticket/infra.test.ts", "steps/05-ticket/flow.test.ts"],
  },
  "5.2": {
    minutes: 5,
    hints: [
      "What does Lambda do with a function that throws? And would the airline answer differently a minute later?",
      "A refusal is a fact about the booking. How does a service state a fact? Look at the last line of the handler.",
      "if (reason) return publish(ticketRejected, …, metadata): the event has bookingId, customerId, flightId and reason",
    ],
    provedBy: ["services/ticket/issue/issue.test.ts"],
  },
};
