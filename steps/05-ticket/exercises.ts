// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

export const exercises: Exercises = {
  "5.1": {
    minutes: 5,
    hints: [
      "The component of step 4 again. Which event does a ticket follow from, and who publishes it?",
      "It follows from SeatAssigned, whose source is in services/events/contracts.ts.",
      'new RuleToFunction("seat-assigned", { context, bus, source: "aircraft.seat-assignment", detailType: "SeatAssigned", to: [ticketIssue] })',
    ],
    provedBy: ["steps/05-ticket/infra.test.ts", "steps/05-ticket/flow.test.ts"],
  },
  "5.2": {
    minutes: 5,
    hints: [
      "An event may come twice. A number drawn by chance would be another one each time.",
      "What is the same each time, and belongs to no other booking? Its id.",
      "return `TKT-${bookingId}`;",
    ],
    provedBy: ["services/ticket/ticket-number.test.ts"],
  },
};
