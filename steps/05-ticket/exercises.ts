// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "5.1": {
    minutes: 5,
    hints: [
      "Use the component of step 4 again. Which event causes a ticket, and which service publishes it?",
      "SeatAssigned causes it. Its source is in services/events/contracts.ts.",
      'new RuleToFunction("seat-assigned", { context, bus, source: "aircraft.seat-assignment", detailType: "SeatAssigned", to: [ticketIssue] })',
    ],
    provedBy: ["steps/05-ticket/infra.test.ts", "steps/05-ticket/flow.test.ts"],
  },
  "5.2": {
    minutes: 5,
    hints: [
      "An event may be delivered twice. A random number would be different each time.",
      "What is the same each time, and different for every other booking? The booking id.",
      "return `TKT-${bookingId}`;",
    ],
    provedBy: ["services/ticket/ticket-number.test.ts"],
  },
};
