// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, passedWithOtherFailure, replace, right, write } from "./answer.ts";

// How we came to these: we read chapter 4 up to the exercise, with our answers of step 3 to copy from; for 4.3 the pages
// "Condition expressions" and "Comparison operator and function reference" of DynamoDB, and tried what looks right there.

const table = (name: string) =>
  `test("4.4 a full flight has no seat", () => {\n  const taken = { "12A": "B1", "12B": "B2" };\n\n  ${name}\n});`;

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
      "event-bus/a-bus",
    ]),
    notYet(
      "puts the targets on the default bus",
      replace("          eventBusName: bus.name,\n          targetId", "          targetId"),
      ["without eventBusName", "default bus"],
    ),
    broken("gives the children of every component the same names", replace("`${route}-permission`", '"permission"'), [
      'Two resources are called "permission"',
      "own name",
      'two functions, "first" and "second"',
    ]),
    broken("names the children after the component alone", replace("`${route}-permission`", "`${name}-permission`"), [
      'Two resources are called "a-route-permission"',
      'calls the component "a-route"',
      "two functions",
    ]),
    notYet(
      "creates everything for the first function only",
      write(`if (functionName !== args.to[0]!.name) continue;
const permission = new aws.lambda.Permission(\`\${route}-permission\`, { action: "lambda:InvokeFunction", function: consumer.name, principal: "events.amazonaws.com", sourceArn: rule.arn }, { parent: this });
new aws.cloudwatch.EventTarget(\`\${route}-target\`, { rule: rule.name, eventBusName: bus.name, arn: consumer.arn, ...context.delivery(route, rule, { parent: this }) }, { parent: this, dependsOn: permission });`),
      ["no permission to invoke the second function", "for each function"],
    ),
    broken(
      "copies the code of step 3 unchanged",
      write(`const permission = new aws.lambda.Permission("booking-created-permission", {
  action: "lambda:InvokeFunction",
  function: paymentCharge.function.name,
  principal: "events.amazonaws.com",
  sourceArn: bookingCreatedRule.arn,
});`),
      ["Cannot find name 'paymentCharge'"],
    ),
    broken(
      "puts parent among the properties",
      replace(
        "          sourceArn: rule.arn,\n        },\n        { parent: this },",
        "          sourceArn: rule.arn,\n          parent: this,\n        },",
      ),
      ["'parent' does not exist"],
      "parent: this",
    ),
    notYet("sends the events to the function's name", replace("arn: consumer.arn", "arn: consumer.name"), [
      "Expected one EventTarget",
      "function:first",
      'arn is "first"',
    ]),
    notYet("uses the rule's ARN instead of its name", replace("rule: rule.name", "rule: rule.arn"), [
      "rule is the name of the component's rule",
    ]),
    right(
      "passes functions and dependencies in other ways",
      write(`const parent = { parent: this };
const permission = new aws.lambda.Permission(
  \`\${name}-\${functionName}-may-be-invoked\`,
  { sourceArn: rule.arn, principal: "events.amazonaws.com", function: consumer, action: "lambda:InvokeFunction" },
  parent,
);
new aws.cloudwatch.EventTarget(
  \`\${route}-target\`,
  { ...context.delivery(route, rule, parent), arn: consumer.arn, rule: rule.name, eventBusName: rule.eventBusName },
  pulumi.mergeOptions(parent, { dependsOn: permission }),
);`),
    ),
    right(
      "creates the permission where it is needed",
      write(`new aws.cloudwatch.EventTarget(
  \`\${route}-target\`,
  { rule: rule.name, eventBusName: bus.arn, targetId: route, arn: consumer.arn, ...context.delivery(route, rule, { parent: this }) },
  {
    parent: this,
    dependsOn: new aws.lambda.Permission(
      \`\${route}-permission\`,
      { action: "lambda:InvokeFunction", function: consumer.arn, principal: "events.amazonaws.com", sourceArn: rule.arn },
      { parent: this },
    ),
  },
);`),
    ),
    notYet(
      "makes the children siblings of the component",
      replace("{ parent: this, dependsOn: [permission] }", "{ dependsOn: [permission] }"),
      ["{ parent: this }"],
    ),
    notYet(
      "creates the target before the permission",
      replace("{ parent: this, dependsOn: [permission] }", "{ parent: this }"),
      ["does not wait for the permission", "dependsOn"],
    ),
    notYet(
      "leaves out the delivery options of later steps",
      replace("          ...context.delivery(route, rule, { parent: this }),\n", ""),
      ["later steps", "context.delivery"],
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
      ['"aircraft.booking" does not publish PaymentConfirmed', "docs/events.md"],
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
    notYet("connects nothing", write("void seatAssign;"), ["PaymentConfirmedRule", "declares 0"]),
    broken(
      "passes the function, not the ServiceFunction",
      replace("to: [seatAssign]", "to: [seatAssign.function]"),
      ["ServiceFunction"],
      "to: [seatAssign.function]",
    ),
    broken(
      "passes the bus's name",
      replace("    bus,\n    source", "    bus: bus.name,\n    source"),
      ["EventBus"],
      "bus: bus.name",
    ),
    broken(
      "writes the key as in a pattern",
      replace('detailType: "PaymentConfirmed"', '"detail-type": "PaymentConfirmed"'),
      ["detail-type", "does not exist in type 'RuleToFunctionArgs'"],
    ),
    broken("forgets new", replace("new RuleToFunction", "RuleToFunction"), ["new"]),
    right("takes the names from the contract", [
      replace(
        "import { seatAssigned",
        'import { paymentConfirmed } from "../../services/payment/publishes.ts";\nimport { seatAssigned',
      ),
      replace('source: "aircraft.payment"', "source: paymentConfirmed.source"),
      replace('detailType: "PaymentConfirmed"', "detailType: paymentConfirmed.name"),
    ]),
    right(
      "keeps the arguments and the component in variables",
      write(`const to: ServiceFunction[] = [];
to.push(seatAssign);
const args = { to, detailType: "PaymentConfirmed", source: "aircraft.payment", bus, context };
const route = new RuleToFunction("payment-confirmed", args);
void route;`),
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
      ["attribute_not_exists(flightId)", "false although the seat is free", "not about the flight"],
    ),
    notYet("requires a taken seat", write('ConditionExpression: "attribute_exists(#seat)",'), [
      "attribute_exists(#seat)",
      "true although the seat is taken",
    ]),
    notYet("checks an attribute that is called seat", write('ConditionExpression: "attribute_not_exists(seat)",'), [
      "attribute_not_exists(seat)",
      "true although the seat is taken",
    ]),
    notYet("misspells the placeholder", write('ConditionExpression: "attribute_not_exists(#seats)",'), [
      "DynamoDB refuses",
      "#seats",
    ]),
    notYet("checks the value, not the attribute", write('ConditionExpression: "attribute_not_exists(:bookingId)",'), [
      "DynamoDB refuses",
      ":bookingId is a value",
    ]),
    notYet(
      "lets only a booking take the seat that does not have it",
      write('ConditionExpression: "#seat <> :bookingId",'),
      ["#seat <> :bookingId", "true although the seat is taken"],
    ),
    notYet("compares the seat with a value that does not exist", write('ConditionExpression: "#seat = :free",'), [
      "DynamoDB refuses",
      ":free",
    ]),
    notYet("writes the condition in JavaScript", write('ConditionExpression: "!#seat",'), [
      "does not understand",
      "!#seat",
    ]),
    notYet("calls a function that does not exist", write('ConditionExpression: "not_exists(#seat)",'), [
      "does not understand",
      "not_exists(#seat)",
    ]),
    notYet("asks for null", write('ConditionExpression: "#seat = null",'), ["DynamoDB refuses", "null"]),
    broken("uses the name of the old API", write('Expected: "attribute_not_exists(#seat)",'), ["Type 'string'"]),
    broken(
      "calls the property Condition",
      write('Condition: "attribute_not_exists(#seat)",'),
      ["'Condition' does not exist"],
      "Condition:",
    ),
    broken("forgets the quotes", write("ConditionExpression: attribute_not_exists(#seat),"), ["quotes"]),
    right("denies that the seat exists", write('ConditionExpression: "NOT attribute_exists(#seat)",')),
    right(
      "also accepts its own booking, in a template string",
      write("ConditionExpression: `attribute_not_exists(#seat) OR #seat = :bookingId`,"),
    ),
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
      "gives the test a title without the exercise's number",
      write(table('expect(chooseSeat(taken, "B3", 2)).toBeUndefined();').replace("4.4 ", "")),
      ["there is no test for 4.4 yet"],
    ),
    notYet("leaves the test as a todo", write('test.todo("4.4 has no seat left");'), ["there is no test for 4.4 yet"]),
    notYet("expects null", write(table('expect(chooseSeat(taken, "B3", 2)).toBeNull();')), [
      "has no seat",
      "undefined",
    ]),
    notYet("expects an error", write(table('expect(() => chooseSeat(taken, "B3", 2)).toThrow();')), ["throw"]),
    notYet(
      "asks for a booking that has a seat already",
      write(table('expect(chooseSeat(taken, "B1", 2)).toBe("12A");')),
      ["sells one seat more than it has"],
    ),
    notYet("tests a flight that still has a seat", write(table('expect(chooseSeat(taken, "B3", 3)).toBe("12C");')), [
      "sells one seat more than it has",
    ]),
    broken(
      "passes a flight's id instead of its seats",
      write(
        'test("4.4 a full flight has no seat", () => {\n  expect(chooseSeat("FLIGHT001", "B3", 2)).toBeUndefined();\n});',
      ),
      ["Taken", "string"],
    ),
    right(
      "writes two tests with flights of its own",
      write(`test("4.4 full: a flight of one seat", () => {
  expect(chooseSeat({ "12A": "B1" }, "B2", 1)).toEqual(undefined);
});
test("4.4 not full: one seat left", () => {
  expect(chooseSeat({ "12A": "B1" }, "B2", 2)).toEqual("12B");
});`),
    ),
    right(
      "fills a flight seat by seat",
      write(`test("4.4 sells each seat once, and then none", () => {
  const taken: Record<string, string> = {};
  for (const seat of seatsOf(7)) {
    expect(chooseSeat(taken, \`B\${seat}\`, 7)).toBe(seat);
    taken[seat] = \`B\${seat}\`;
  }
  expect(chooseSeat(taken, "B123", 7)).toBeUndefined();
});`),
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
