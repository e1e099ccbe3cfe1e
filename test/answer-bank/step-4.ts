// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, passedWithOtherFailure, replace, write } from "./answer.ts";

export const step4: Answer[] = [
  ...inExercise(
    "4.1",
    notYet(
      "creates the target without a permission",
      write(`new aws.cloudwatch.EventTarget(
  \`\${route}-target\`,
  { rule: rule.name, eventBusName: bus.name, targetId: functionName, arn: consumer.arn, ...context.delivery(route, rule, { parent: this }) },
  { parent: this },
);`),
      ["only the component's rule invoke the first function", "aws.lambda.Permission"],
    ),
    notYet("lets the bus invoke the functions, not the rule", replace("sourceArn: rule.arn", "sourceArn: bus.arn"), [
      "without the rule's ARN",
      "PaymentConfirmedRule",
    ]),
    notYet(
      "puts the targets on the default bus",
      replace("          eventBusName: bus.name,\n          targetId", "          targetId"),
      ["without eventBusName", "default bus"],
    ),
    broken("gives the children of every component the same names", replace("`${route}-permission`", '"permission"'), [
      'Two resources are called "permission"',
      "own name",
    ]),
    notYet(
      "makes the children siblings of the component",
      replace("{ parent: this, dependsOn: [permission] }", "{ dependsOn: [permission] }"),
      ["{ parent: this }"],
    ),
    notYet(
      "creates the target before the permission",
      replace("{ parent: this, dependsOn: [permission] }", "{ parent: this }"),
      ["dependsOn: [permission]"],
    ),
    notYet(
      "leaves out the delivery options of later steps",
      replace("          ...context.delivery(route, rule, { parent: this }),\n", ""),
      ["...context.delivery(route, rule, { parent: this })"],
    ),
  ),
  ...inExercise(
    "4.2",
    notYet(
      "matches an event that no service publishes",
      replace('detailType: "PaymentConfirmed"', 'detailType: "PaymentSuccess"'),
      ["PaymentSuccessRule", "PaymentConfirmed"],
    ),
    notYet(
      "matches the event from the wrong service",
      replace('source: "aircraft.payment"', 'source: "aircraft.booking"'),
      ["aircraft.booking", "aircraft.payment", "docs/events.md"],
    ),
    broken("writes the source without aircraft", replace('source: "aircraft.payment"', 'source: "payment"'), [
      'source is "payment"',
      "aircraft.payment",
    ]),
    broken(
      "passes one function instead of a list",
      replace("to: [seatAssign]", "to: seatAssign"),
      ["ServiceFunction[]", "a list"],
      "to: seatAssign",
    ),
    broken("gives the rule no target", replace("to: [seatAssign]", "to: []"), [
      "to is empty",
      "at least one ServiceFunction",
    ]),
  ),
  ...inExercise(
    "4.3",
    notYet("writes nothing", write(""), ["ConditionExpression", "B999 took 12A"]),
    notYet("takes the seat without a condition", write("// The seat was free when we looked."), [
      "ConditionExpression",
      "B999 took 12A",
    ]),
    notYet(
      "checks that the flight exists, not that the seat is free",
      write('ConditionExpression: "attribute_not_exists(flightId)",'),
      ["#seat"],
    ),
    notYet("requires a taken seat", write('ConditionExpression: "attribute_exists(#seat)",'), ["ConditionExpression"]),
    broken(
      "does not wait until the event is published",
      replace("if (seat) await publish(seatAssigned", "if (seat) publish(seatAssigned"),
      ["await", "publish"],
      "publish(seatAssigned",
    ),
    passedWithOtherFailure(
      "treats every error as a lost race",
      replace(
        "if (error instanceof ConditionalCheckFailedException) return false;\n    throw error;",
        "void error;\n    return false;",
      ),
      ["rethrows an error that is not a lost race", "only a ConditionalCheckFailedException"],
    ),
  ),
  ...inExercise(
    "4.4",
    notYet(
      "writes a test that asserts nothing",
      write('test("4.4 has no seat left on a full flight", () => {\n  expect(true).toBe(true);\n});'),
      ["does not notice that a flight sells one seat more than it has"],
    ),
    notYet(
      "does not test the last seat",
      write(
        'test("4.4 has no seat left on a full flight", () => {\n  expect(chooseSeat({ "12A": "B1", "12B": "B2" }, "B123", 2)).toBeUndefined();\n});',
      ),
      ["does not notice that the last seat of a flight is never sold"],
    ),
  ),
];
