// biome-ignore-all lint/suspicious/noTemplateCurlyInString: code as a learner writes it
import type { WrongTurn } from "./wrong-turn.ts";

export const step5: WrongTurn[] = [
  {
    turn: "waits for the event from a source that nobody has",
    exercise: "5.1",
    edit: { find: 'source: "aircraft.seat-assignment"', replace: 'source: "aircraft.seat"' },
    outcome: "not yet",
    says: ['nobody publishes as "aircraft.seat"', "aircraft.seat-assignment"],
  },
  {
    turn: "connects nothing",
    exercise: "5.1",
    edit: { body: "void ticketIssue;" },
    outcome: "not yet",
    says: ["SeatAssignedRule", "the program makes 0"],
  },
  {
    turn: "takes a function of another step, whose name is not known here",
    exercise: "5.1",
    edit: { find: "to: [ticketIssue]", replace: "to: [seatAssign]" },
    outcome: "broken",
    says: ["Cannot find name 'seatAssign'"],
    at: "to: [seatAssign]",
  },
  {
    turn: "forgets the component's context",
    exercise: "5.1",
    edit: { find: "    context,\n    bus,\n    source", replace: "    bus,\n    source" },
    outcome: "broken",
    says: ["'context' is missing"],
  },
  {
    turn: "draws the ticket number by chance",
    exercise: "5.2",
    edit: { body: "return `TKT-${Math.random().toString(36)}-${bookingId}`;" },
    outcome: "not yet",
    says: ["TKT- followed by the booking id"],
  },
  {
    turn: "gives every booking the same number",
    exercise: "5.2",
    edit: { body: 'void bookingId;\nreturn "TKT-B123";' },
    outcome: "not yet",
    says: ["B124 has the same ticket number as B123"],
  },
  {
    turn: "writes the placeholder in quotes instead of backticks",
    exercise: "5.2",
    edit: { body: 'return "TKT-${bookingId}";' },
    outcome: "not yet",
    says: ["TKT-${bookingId}", "TKT-B123"],
  },
  {
    turn: "forgets to return it",
    exercise: "5.2",
    edit: { body: "`TKT-${bookingId}`;" },
    outcome: "broken",
    says: ["must return a value"],
  },
];
