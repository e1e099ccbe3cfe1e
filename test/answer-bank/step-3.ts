// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, right, write } from "./answer.ts";

// How we came to these: we read chapter 3 up to the exercise, with the code of steps 1 and 2 at hand, as learners copy
// from it; then the documentation of aws.lambda.Permission and of EventTarget, with CloudFormation's names beside it.

const pattern = (keys: string) => ({
  bodies: [`eventBusName: bus.name,\neventPattern: pulumi.jsonStringify(${keys}),`],
});

export const step3: Answer[] = [
  ...inExercise(
    "3.1",
    notYet(
      "puts the rule on the default bus",
      write('eventPattern: pulumi.jsonStringify({ source: ["aircraft.booking"], "detail-type": ["BookingCreated"] }),'),
      ["without eventBusName", "default bus"],
    ),
    notYet(
      "misspells the pattern's key: detailType",
      pattern('{ source: ["aircraft.booking"], detailType: ["BookingCreated"] }'),
      ['"detailType" is not a key of an event', '"detail-type"'],
    ),
    notYet(
      "misspells the pattern's key: detail_type",
      pattern('{ source: ["aircraft.booking"], detail_type: ["BookingCreated"] }'),
      ['"detail_type" is not a key of an event', '"detail-type"'],
    ),
    notYet(
      "writes the pattern's keys as in PutEvents: Source, DetailType",
      pattern('{ Source: ["aircraft.booking"], DetailType: ["BookingCreated"] }'),
      ['"Source" is not a key of an event', '"source"'],
    ),
    broken(
      "writes a key with a hyphen without its quotes",
      pattern('{ source: ["aircraft.booking"], detail-type: ["BookingCreated"] }'),
      ['"detail-type"', "quotes"],
      "detail-type: [",
    ),
    notYet(
      "gives the pattern's keys values outside lists",
      pattern('{ source: "aircraft.booking", "detail-type": "BookingCreated" }'),
      ["source", "a list"],
    ),
    notYet(
      "matches a source that no service uses",
      pattern('{ source: ["aircraft.bookings"], "detail-type": ["BookingCreated"] }'),
      ["aircraft.bookings", "docs/events.md"],
    ),
    notYet("copies the pattern of step 1", pattern('{ source: [{ prefix: "" }], "detail-type": ["BookingCreated"] }'), [
      "also matches",
      'from "workshop"',
    ]),
    notYet(
      "names the bus with a plain string",
      write(
        'eventBusName: "AircraftBookingBus",\neventPattern: pulumi.jsonStringify({ source: ["aircraft.booking"], "detail-type": ["BookingCreated"] }),',
      ),
      ["plain string", "must exist first"],
    ),
    notYet(
      "looks for the event in its detail",
      pattern('{ source: ["aircraft.booking"], detail: { "detail-type": ["BookingCreated"] } }'),
      ["detail"],
    ),
    notYet("misspells the event", pattern('{ source: ["aircraft.booking"], "detail-type": ["BookingsCreated"] }'), [
      "BookingsCreated",
      "docs/events.md",
    ]),
    notYet(
      "matches the consumer's source, not the publisher's",
      pattern('{ source: ["aircraft.payment"], "detail-type": ["BookingCreated"] }'),
      ["aircraft.payment", "docs/events.md"],
    ),
    right(
      "writes the keys in another order, as text",
      write(`eventBusName: bus.id,\neventPattern: '{"detail-type":["BookingCreated"],"source":["aircraft.booking"]}',`),
    ),
    right("takes the names from the event's contract, on the bus's ARN", [
      replace(
        "import { paymentConfirmed",
        'import { bookingCreated } from "../../services/booking/publishes.ts";\nimport { paymentConfirmed',
      ),
      write(
        'eventBusName: bus.arn,\neventPattern: JSON.stringify({ source: [bookingCreated.source], "detail-type": [bookingCreated.name] }),',
      ),
    ]),
    notYet("matches every event of the Booking service", pattern('{ source: ["aircraft.booking"] }'), [
      "detail-type",
      "also matches",
    ]),
  ),
  ...inExercise(
    "3.2",
    notYet("leaves out the permission", write("const permission: pulumi.Resource[] = [];"), [
      "EventBridge has no permission to invoke the payment function",
      "aws.lambda.Permission",
    ]),
    notYet("gives the permission to the bus", replace("sourceArn: bookingCreatedRule.arn", "sourceArn: bus.arn"), [
      "the permission must name the rule that the target belongs to",
      "event-bus/AircraftBookingBus",
    ]),
    notYet(
      "gives the permission to another rule",
      replace(
        "sourceArn: bookingCreatedRule.arn",
        'sourceArn: "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/EveryEventRule"',
      ),
      ["the permission must name the rule that the target belongs to", "EveryEventRule"],
    ),
    notYet(
      "gives the permission to a rule of that name on the default bus",
      replace(
        "sourceArn: bookingCreatedRule.arn",
        'sourceArn: "arn:aws:events:us-east-1:000000000000:rule/BookingCreatedRule"',
      ),
      ["the permission must name the rule that the target belongs to", "rule/BookingCreatedRule"],
    ),
    notYet("gives the permission to any rule", replace("    sourceArn: bookingCreatedRule.arn,\n", ""), [
      "without sourceArn any rule",
    ]),
    notYet(
      "gives the permission to Lambda, not to EventBridge",
      replace('principal: "events.amazonaws.com"', 'principal: "lambda.amazonaws.com"'),
      ["a rule's events come from events.amazonaws.com"],
    ),
    notYet("allows an action that does not exist", replace('"lambda:InvokeFunction"', '"lambda:Invoke"'), [
      "lambda:InvokeFunction",
    ]),
    notYet(
      "keeps the placeholder's empty list, and creates the permission below it",
      write(`const permission: pulumi.Resource[] = [];
new aws.lambda.Permission("booking-created-permission", {
  action: "lambda:InvokeFunction",
  function: paymentCharge.function.name,
  principal: "events.amazonaws.com",
  sourceArn: bookingCreatedRule.arn,
});`),
      ["`permission`", "the empty list"],
    ),
    notYet(
      "lets any rule on the bus invoke it",
      replace("sourceArn: bookingCreatedRule.arn", "sourceArn: pulumi.interpolate`${bus.arn}/*`"),
      ["must name the rule", "event-bus/AircraftBookingBus/*"],
    ),
    notYet(
      "names the rule by its name",
      replace("sourceArn: bookingCreatedRule.arn", "sourceArn: bookingCreatedRule.name"),
      ["must name the rule", "BookingCreatedRule"],
    ),
    notYet("writes the principal as in a policy", replace('principal: "events.amazonaws.com"', 'principal: "events"'), [
      "events.amazonaws.com",
    ]),
    notYet(
      "gives the permission for another function",
      replace("function: paymentCharge.function.name", 'function: "booking-api"'),
      ["booking-api", "for the payment function"],
    ),
    broken(
      "uses the names of CloudFormation",
      replace("function: paymentCharge.function.name", "functionName: paymentCharge.function.name"),
      ["'functionName' does not exist"],
      "functionName",
    ),
    broken(
      "writes the principal as an object",
      replace('principal: "events.amazonaws.com"', 'principal: { Service: "events.amazonaws.com" }'),
      ["'Service' does not exist"],
      "principal: {",
    ),
    right(
      "passes the function itself",
      replace("function: paymentCharge.function.name", "function: paymentCharge.function"),
    ),
    right(
      "passes the function's ARN, and keeps the list",
      write(`const permission: pulumi.Resource[] = [
  new aws.lambda.Permission("payment-may-be-invoked", {
    principal: "events.amazonaws.com",
    sourceArn: bookingCreatedRule.arn,
    function: paymentCharge.function.arn,
    action: "lambda:InvokeFunction",
    statementId: "FromBookingCreated",
  }),
];`),
    ),
    broken(
      "passes the ServiceFunction instead of the function's name",
      replace("function: paymentCharge.function.name", "function: paymentCharge"),
      ["ServiceFunction", "paymentCharge.function"],
      "function: paymentCharge",
    ),
    broken(
      "misspells a property",
      replace("sourceArn: bookingCreatedRule.arn", "sourceARN: bookingCreatedRule.arn"),
      ["'sourceARN' does not exist", "'sourceArn'"],
      "sourceARN",
    ),
  ),
  ...inExercise(
    "3.3",
    notYet("leaves the rule without a target", write('rule: "",\narn: "",'), ["rule is the name of a rule on our bus"]),
    notYet(
      "puts the target on the default bus",
      replace("      eventBusName: bus.name,\n      arn: paymentCharge", "      arn: paymentCharge"),
      ["without eventBusName", "default bus"],
    ),
    notYet(
      "uses the rule's ARN instead of its name",
      replace("rule: bookingCreatedRule.name", "rule: bookingCreatedRule.arn"),
      ["rule is the name of a rule on our bus"],
    ),
    notYet(
      "keeps the placeholder's empty strings, and the bus is right",
      write('rule: "",\neventBusName: bus.name,\narn: "",'),
      ["rule is the name of a rule"],
    ),
    broken(
      "keeps the placeholder's lines and adds others",
      write(
        'rule: "",\narn: "",\nrule: bookingCreatedRule.name,\neventBusName: bus.name,\narn: paymentCharge.function.arn,',
      ),
      ["multiple properties with the same name"],
    ),
    notYet("sends the event to the rule", replace("arn: paymentCharge.function.arn", "arn: bookingCreatedRule.arn"), [
      "arn is where the event goes",
      "rule/AircraftBookingBus",
    ]),
    notYet(
      "sends the event to the function's name",
      replace("arn: paymentCharge.function.arn", "arn: paymentCharge.function.name"),
      ["arn is where the event goes"],
    ),
    notYet(
      "sends the event to the function's role",
      replace("arn: paymentCharge.function.arn", "arn: paymentCharge.role.arn"),
      ["arn is where the event goes", "role/"],
    ),
    notYet(
      "names rule and bus with plain strings",
      replace("rule: bookingCreatedRule.name", 'rule: "BookingCreatedRule"'),
      ["plain string", "must exist first"],
    ),
    broken(
      "passes the rule without its name",
      replace("rule: bookingCreatedRule.name", "rule: bookingCreatedRule"),
      ["EventRule", "bookingCreatedRule.name"],
      "rule: bookingCreatedRule,",
    ),
    broken(
      "takes the ARN of the ServiceFunction",
      replace("arn: paymentCharge.function.arn", "arn: paymentCharge.arn"),
      ["'arn' does not exist", ".function.arn"],
      "paymentCharge.arn",
    ),
    right(
      "reads the bus from the rule",
      write(
        "arn: paymentCharge.function.arn,\nrule: bookingCreatedRule.name,\neventBusName: bookingCreatedRule.eventBusName,",
      ),
    ),
    right(
      "uses ids and interpolate",
      write(
        "rule: pulumi.interpolate`${bookingCreatedRule.name}`,\neventBusName: bus.id,\narn: paymentCharge.function.arn.apply((arn) => arn),",
      ),
    ),
    notYet("sends the event back to its bus", replace("arn: paymentCharge.function.arn", "arn: bus.arn"), [
      "arn is where the event goes",
    ]),
  ),
  ...inExercise(
    "3.4",
    notYet(
      "writes a test that asserts nothing",
      write('test("3.4 confirms an amount at the limit", () => {\n  decide({ ...booking, amount: limit }, "P");\n});'),
      ["does not notice that an amount at the limit is declined"],
    ),
    notYet(
      "tests one side of the limit",
      write(
        'test("3.4 confirms an amount at the limit", () => {\n  expect(decide({ ...booking, amount: limit }, "P").status).toBe("SUCCESS");\n});',
      ),
      ["does not notice that an amount just above the limit is confirmed"],
    ),
    notYet(
      "takes an amount far above the limit",
      write(
        'test("3.4 limit", () => {\n  expect(decide({ ...booking, amount: limit }, "P").status).toBe("SUCCESS");\n  expect(decide({ ...booking, amount: 5000 }, "P").status).toBe("FAILED");\n});',
      ),
      ["just above the limit is confirmed"],
    ),
    notYet(
      "takes an amount below the limit",
      write(
        'test("3.4 limit", () => {\n  expect(decide({ ...booking, amount: 999 }, "P").status).toBe("SUCCESS");\n  expect(decide({ ...booking, amount: 1000.01 }, "P").status).toBe("FAILED");\n});',
      ),
      ["an amount at the limit is declined"],
    ),
    notYet(
      "expects the opposite at the limit",
      write(
        'test("3.4 limit", () => {\n  expect(decide({ ...booking, amount: limit }, "P").status).toBe("FAILED");\n});',
      ),
      ["limit", "SUCCESS"],
    ),
    broken(
      "uses a variable that is not imported",
      write('test("3.4 limit", () => {\n  expect(decide(event, "P").status).toBe("SUCCESS");\n});'),
      ["event"],
    ),
    notYet(
      "compares with toBe what is equal but not the same",
      write(
        'test("3.4 limit", () => {\n  expect(decide({ ...booking, amount: limit }, "P")).toBe({ status: "SUCCESS", paymentId: "P", ...booking, amount: limit });\n});',
      ),
      ["limit"],
    ),
    right(
      "writes two tests with numbers",
      write(
        'test("3.4 accepts 1000", () => {\n  expect(decide({ ...booking, amount: 1000 }, "P")).toMatchObject({ status: "SUCCESS" });\n});\ntest("3.4 declines a cent more", () => {\n  expect(decide({ ...booking, amount: 1000.01 }, "P")).toMatchObject({ status: "FAILED" });\n});',
      ),
    ),
    right(
      "writes a table of amounts",
      write(
        'test.each([[limit, "SUCCESS"], [limit + 1, "FAILED"]])("3.4 decides %d: %s", (amount, status) => {\n  const payment = decide({ ...booking, amount }, "PAY9");\n  expect(payment.status).toEqual(status);\n});',
      ),
    ),
    notYet(
      "gives the test a title without the exercise's number",
      write('test("limit", () => {\n  expect(limit).toBe(1000);\n});'),
      ["there is no test for 3.4 yet", 'a title that starts with "3.4 "'],
    ),
    notYet("leaves the test as a todo", write('test.todo("3.4 confirms an amount at the limit");'), [
      "there is no test for 3.4 yet",
    ]),
  ),
];
