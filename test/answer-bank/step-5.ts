import { type Answer, broken, inExercise, notYet, replace, write } from "./answer.ts";

export const step5: Answer[] = [
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
    notYet("leaves the placeholder", write("if (reason) throw new Error(reason);"), [
      "Lambda would run it twice more",
      "an answer, not an error",
    ]),
    notYet("keeps the refusal to itself", write("if (reason) return;"), ["no other service can learn of the refusal"]),
    notYet(
      "publishes the refusal, and then the ticket",
      write("if (reason) await publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);"),
      ["goes on after the refusal"],
    ),
    notYet(
      "publishes the refusal, and throws",
      write(`if (reason) {
  await publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);
  throw new Error(reason);
}`),
      ["Lambda would run it twice more"],
    ),
    broken(
      "does not wait until the event is published",
      write(`if (reason) {
  publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);
  return;
}`),
      ["await", "publish"],
      "publish(ticketRejected",
    ),
    broken(
      "leaves out the reason",
      write("if (reason) return publish(ticketRejected, { bookingId, customerId, flightId }, metadata);"),
      ["reason"],
    ),
    broken(
      "names the event with a string",
      write('if (reason) return publish("TicketRejected", { bookingId, customerId, flightId, reason }, metadata);'),
      ["string"],
    ),
  ),
];
