// biome-ignore-all lint/suspicious/noTemplateCurlyInString: hints quote code as it is written

import type { Exercises } from "../exercise.ts";

const provedBy = ["steps/04-seat-assignment/infra.test.ts"];

export const exercises: Exercises = {
  "4.1": {
    minutes: 15,
    hints: [
      "This is what you wrote by hand in step 3. Here the function is `consumer` and the rule is `rule`.",
      "Name the resources `${route}-permission` and `${route}-target`, and give each { parent: this }: they belong to the component.",
      "The target also needs ...context.delivery(route, rule, { parent: this }), and dependsOn: [permission] beside its parent.",
    ],
    provedBy,
  },
  "4.2": {
    minutes: 5,
    hints: [
      "The component creates everything: look at the example above its class.",
      "Which service publishes PaymentConfirmed? Its source is in that service's publishes.ts.",
      'new RuleToFunction("payment-confirmed", { context, bus, source: "aircraft.payment", detailType: "PaymentConfirmed", to: [seatAssign] })',
    ],
    provedBy: [...provedBy, "steps/04-seat-assignment/flow.test.ts"],
  },
  "4.3": {
    minutes: 10,
    hints: [
      "Between our read of the flight and our write, another booking may take the seat. DynamoDB can check again as it writes.",
      "A ConditionExpression is checked atomically with the write. The seat is an attribute: it must not exist yet.",
      'ConditionExpression: "attribute_not_exists(#seat)",',
    ],
    provedBy: ["services/seat-assignment/assign/assign.test.ts", "steps/04-seat-assignment/flow.test.ts"],
  },
  "4.4": {
    minutes: 10,
    hints: [
      "A flight with two seats is quickly full. What does chooseSeat return for a third booking?",
      "Test both sides: no seat on the full flight, and a seat on a flight with one more.",
      'With taken = { "12A": "B1", "12B": "B2" }: chooseSeat(taken, "B123", 2) is undefined, chooseSeat(taken, "B123", 3) is "12C".',
    ],
    provedBy: ["services/seat-assignment/seats.test.ts"],
    faults: [
      {
        mistake: "a flight sells one seat more than it has",
        file: "services/seat-assignment/seats.ts",
        find: "seatsOf(capacity)",
        replace: "seatsOf(capacity + 1)",
      },
      {
        mistake: "the last seat of a flight is never sold",
        file: "services/seat-assignment/seats.ts",
        find: "seatsOf(capacity)",
        replace: "seatsOf(capacity - 1)",
      },
      {
        mistake: "a full flight assigns its first seat again",
        file: "services/seat-assignment/seats.ts",
        find: "!(seat in taken))",
        replace: "!(seat in taken)) ?? seatsOf(capacity)[0]",
      },
    ],
  },
};
