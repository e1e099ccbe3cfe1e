// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { broken, inExercise, notYet, replace, type WrongAnswer, write } from "./wrong-answer.ts";

export const step5: WrongAnswer[] = [
  ...inExercise(
    "5.1",
    notYet(
      "matches a source that no service uses",
      replace('source: "aircraft.seat-assignment"', 'source: "aircraft.seat"'),
      ['no service publishes as "aircraft.seat"', "aircraft.seat-assignment"],
    ),
    notYet("connects nothing", write("void ticketIssue;"), ["SeatAssignedRule", "the program declares 0"]),
    broken(
      "uses a function of another step, which is not in scope",
      replace("to: [ticketIssue]", "to: [seatAssign]"),
      ["Cannot find name 'seatAssign'"],
      "to: [seatAssign]",
    ),
    broken("forgets the component's context", replace("    context,\n    bus,\n    source", "    bus,\n    source"), [
      "'context' is missing",
    ]),
  ),
  ...inExercise(
    "5.2",
    notYet("uses a random ticket number", write("return `TKT-${Math.random().toString(36)}-${bookingId}`;"), [
      "TKT- followed by the booking id",
    ]),
    notYet("gives every booking the same number", write('void bookingId;\nreturn "TKT-B123";'), [
      "B124 has the same ticket number as B123",
    ]),
    notYet("writes the placeholder in quotes instead of backticks", write('return "TKT-${bookingId}";'), [
      "TKT-${bookingId}",
      "TKT-B123",
    ]),
    broken("forgets to return it", write("`TKT-${bookingId}`;"), ["must return a value"]),
  ),
];
