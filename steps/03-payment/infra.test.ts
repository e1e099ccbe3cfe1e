import { beforeAll, expect, test } from "vitest";
import { patternProblem } from "../../test/support/event-pattern.ts";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 3 });
});

const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:payment-charge";

test("3.1 puts the rule on our bus", () => {
  const { eventBusName } = stack.one("EventRule", { name: "BookingCreatedRule" }).inputs;

  expect(
    eventBusName,
    "the rule is not on our bus: without eventBusName it is on the default bus, which gets none of our events",
  ).toBe("AircraftBookingBus");
});

test("3.1 matches only BookingCreated of the Booking service", () => {
  const { eventPattern } = stack.one("EventRule", { name: "BookingCreatedRule" }).inputs;

  expect(eventPattern, "the rule has no eventPattern: add pulumi.jsonStringify({ … })").toBeTypeOf("string");
  const wanted = { source: ["aircraft.booking"], "detail-type": ["BookingCreated"] };
  expect(JSON.parse(eventPattern), patternProblem(eventPattern, wanted)).toEqual(wanted);
});

test("3.2 lets EventBridge invoke the payment function", () => {
  expect(
    stack.all("Permission", { function: "payment-charge" }),
    "EventBridge has no permission to invoke the payment function: create an aws.lambda.Permission for it",
  ).toHaveLength(1);
  const { action, principal } = permission().inputs;
  expect(action, "action is wrong: invoking a function is lambda:InvokeFunction").toBe("lambda:InvokeFunction");
  expect(principal, "principal is wrong: a rule's events come from events.amazonaws.com").toBe("events.amazonaws.com");
});

test("3.2 lets only this rule invoke the payment function", () => {
  const { sourceArn } = permission().inputs;

  expect(
    sourceArn,
    "sourceArn is missing: without sourceArn any rule of any account may invoke the function",
  ).toBeDefined();
  expect(sourceArn, "sourceArn is wrong: the permission must name the rule that the target belongs to").toBe(
    stack.one("EventRule", { name: "BookingCreatedRule" }).outputs.arn,
  );
});

test("3.3 puts the target on the rule BookingCreatedRule", () => {
  expect(target().inputs.rule, "the target has the wrong rule: rule is the rule's name, bookingCreatedRule.name").toBe(
    "BookingCreatedRule",
  );
});

test("3.3 looks for the rule on our bus", () => {
  expect(
    target().inputs.eventBusName,
    "the target has the wrong bus: without eventBusName it belongs to a rule on the default bus, which does not exist",
  ).toBe("AircraftBookingBus");
});

test("3.3 sends the event to the payment function", () => {
  expect(
    target().inputs.arn,
    "the target has the wrong arn: arn is where the event goes, paymentCharge.function.arn",
  ).toBe(functionArn);
});

test("3.3 creates the permission before the target", () => {
  const permissions = stack.all("Permission").map(({ name }) => name);

  expect(
    target().after,
    "the target must depend on the permission, or the first events may be denied: dependsOn: permission",
  ).toEqual(expect.arrayContaining(permissions));
});

test("lets the payment function use only its own table and our bus", () => {
  const allowed = stack.statementsOf("payment-charge").map((statement) => [statement.Resource, actionsOf(statement)]);

  expect(Object.fromEntries(allowed)).toEqual({
    "arn:aws:dynamodb:us-east-1:000000000000:table/PaymentTable": ["dynamodb:PutItem"],
    "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus": ["events:PutEvents"],
    "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/payment-charge:*": [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ],
  });
});

test("keys payments by booking and payment, so that a booking charged twice shows both", () => {
  expect(stack.one("Table", { name: "PaymentTable" }).inputs).toMatchObject({
    hashKey: "bookingId",
    rangeKey: "paymentId",
  });
});

function permission() {
  return stack.one("Permission", { function: "payment-charge" });
}

function target() {
  return stack.one("EventTarget", { targetId: "payment-charge" });
}
