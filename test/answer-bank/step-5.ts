// How we came to these answers: we read chapters 1 to 5 as somebody who sees them for the first time, and wrote what
// such a person, an AWS engineer and a Pulumi user would try: step 4's answer unchanged, step 3's by hand, other names.
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

export const step5: Answer[] = [
  ...inExercise(
    "5.1",
    right("takes source and name from the contract", [
      replace('source: "aircraft.seat-assignment"', "source: seatAssigned.source"),
      replace('detailType: "SeatAssigned"', "detailType: seatAssigned.name"),
      replace(
        "import { ticketIssued,",
        'import { seatAssigned } from "../../services/seat-assignment/publishes.ts";\nimport { ticketIssued,',
      ),
    ]),
    right(
      "writes rule, permission and target by hand, as in step 3",
      write(`const rule = new aws.cloudwatch.EventRule("seats", {
  name: context.name("SeatAssignedRule"),
  eventBusName: bus.name,
  eventPattern: JSON.stringify({ "detail-type": ["SeatAssigned"], source: ["aircraft.seat-assignment"] }),
});
const permission = new aws.lambda.Permission("seats-permission", {
  action: "lambda:InvokeFunction",
  function: ticketIssue.function.name,
  principal: "events.amazonaws.com",
  sourceArn: rule.arn,
});
new aws.cloudwatch.EventTarget(
  "seats-target",
  { rule: rule.name, eventBusName: bus.name, arn: ticketIssue.function.arn },
  { dependsOn: permission },
);`),
    ),
    notYet(
      "matches a source that no service uses",
      replace('source: "aircraft.seat-assignment"', 'source: "aircraft.seat"'),
      ['no service publishes as "aircraft.seat"', "docs/events.md"],
    ),
    notYet("keeps the source of step 4", replace('source: "aircraft.seat-assignment"', 'source: "aircraft.payment"'), [
      "aircraft.payment",
      "docs/events.md",
    ]),
    notYet("connects nothing", write("void ticketIssue;"), ["SeatAssignedRule", "the program declares 0"]),
    broken("repeats the answer of step 4", replace('"seat-assigned"', '"payment-confirmed"'), [
      'Two resources are called "payment-confirmed"',
    ]),
    notYet(
      "names the event as the component is named",
      replace('detailType: "SeatAssigned"', 'detailType: "seat-assigned"'),
      ["SeatAssignedRule", "seat-assignedRule"],
    ),
    notYet(
      "writes rule and target by hand, and no permission",
      write(`const rule = new aws.cloudwatch.EventRule("seats", {
  name: context.name("SeatAssignedRule"),
  eventBusName: bus.name,
  eventPattern: JSON.stringify({ source: ["aircraft.seat-assignment"], "detail-type": ["SeatAssigned"] }),
});
new aws.cloudwatch.EventTarget("seats-target", { rule: rule.name, eventBusName: bus.name, arn: ticketIssue.function.arn });`),
      ["Permission", "the program declares 0"],
    ),
    broken("passes one function instead of a list", replace("to: [ticketIssue]", "to: ticketIssue"), ["a list"]),
    broken(
      "passes the Lambda function inside the component",
      replace("to: [ticketIssue]", "to: [ticketIssue.function]"),
      ["Function", "ServiceFunction"],
    ),
    broken("passes the bus's name", replace("    bus,\n    source", "    bus: bus.name,\n    source"), ["EventBus"]),
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
    right(
      "publishes, and returns in a line of its own",
      write(`if (reason) {
  const refusal = { reason, bookingId, customerId, flightId };
  await publish(ticketRejected, refusal, metadata);
  return;
}`),
    ),
    right(
      "asks the airline itself, in a condition",
      write(`const refused = refusalOf(flightId);
if (refused !== undefined) {
  return await publish(ticketRejected, { bookingId, customerId, flightId, reason: \`\${reason}\` }, metadata);
}`),
    ),
    notYet("leaves the placeholder", write("if (reason) throw new Error(reason);"), [
      "Lambda would run it twice more",
      "an answer, not an error",
    ]),
    notYet(
      "leaves the placeholder, and adds the answer below",
      write(`if (reason) throw new Error(reason);
if (reason) return publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);`),
      ["Lambda would run it twice more"],
    ),
    notYet("keeps the refusal to itself", write("if (reason) return;"), ["no other service can learn of the refusal"]),
    notYet("only logs the refusal", write("if (reason) {\n  console.error(reason);\n  return;\n}"), [
      "no other service can learn of the refusal",
    ]),
    notYet(
      "publishes the refusal, and then the ticket",
      write("if (reason) await publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);"),
      ["goes on after the refusal"],
    ),
    notYet(
      "writes a reason of its own",
      write(
        'if (reason) return publish(ticketRejected, { bookingId, customerId, flightId, reason: "refused" }, metadata);',
      ),
      ["the reason of the airline", "refused"],
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
    notYet(
      "lets the promise go on by itself",
      write(`if (reason) {
  void publish(ticketRejected, { bookingId, customerId, flightId, reason }, metadata);
  return;
}`),
      ["does not wait until the bus has answered"],
    ),
    broken(
      "leaves out the reason",
      write("if (reason) return publish(ticketRejected, { bookingId, customerId, flightId }, metadata);"),
      ["reason"],
    ),
    broken(
      "leaves out the metadata",
      write("if (reason) return publish(ticketRejected, { bookingId, customerId, flightId, reason });"),
      ["Expected 3 arguments"],
    ),
    broken(
      "publishes the refusal as a ticket",
      write("if (reason) return publish(ticketIssued, { bookingId, customerId, flightId, reason }, metadata);"),
      ["'reason' does not exist"],
    ),
    broken(
      "names the event with a string",
      write('if (reason) return publish("TicketRejected", { bookingId, customerId, flightId, reason }, metadata);'),
      ["string"],
    ),
  ),
];
