// biome-ignore-all lint/suspicious/noTemplateCurlyInString: learners' code in strings
import { type Answer, broken, inExercise, notYet, replace, write } from "./answer.ts";

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
      ["the permission must name the rule that the target belongs to", "EveryEventRule", "BookingCreatedRule"],
    ),
    notYet(
      "gives the permission to a rule of that name on the default bus",
      replace(
        "sourceArn: bookingCreatedRule.arn",
        'sourceArn: "arn:aws:events:us-east-1:000000000000:rule/BookingCreatedRule"',
      ),
      ["the permission must name the rule that the target belongs to", "rule/AircraftBookingBus/BookingCreatedRule"],
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
    notYet("leaves the rule without a target", write('rule: "",\narn: "",'), [
      "rule is the rule's name",
      "bookingCreatedRule.name",
    ]),
    notYet(
      "puts the target on the default bus",
      replace("      eventBusName: bus.name,\n      arn: paymentCharge", "      arn: paymentCharge"),
      ["without eventBusName", "default bus"],
    ),
    notYet(
      "uses the rule's ARN instead of its name",
      replace("rule: bookingCreatedRule.name", "rule: bookingCreatedRule.arn"),
      ["rule is the rule's name"],
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
      "gives the test a title without the exercise's number",
      write('test("limit", () => {\n  expect(limit).toBe(1000);\n});'),
      ["there is no test for 3.4 yet", 'a title that starts with "3.4 "'],
    ),
    notYet("leaves the test as a todo", write('test.todo("3.4 confirms an amount at the limit");'), [
      "there is no test for 3.4 yet",
    ]),
  ),
];
