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

  expect(eventBusName, "a rule without eventBusName sits on the default bus, where none of our events go").toBe(
    "AircraftBookingBus",
  );
});

test("3.1 matches BookingCreated of the Booking service, and nothing else", () => {
  const { eventPattern } = stack.one("EventRule", { name: "BookingCreatedRule" }).inputs;

  expect(eventPattern, "a rule needs an eventPattern: pulumi.jsonStringify({ … })").toBeTypeOf("string");
  const wanted = { source: ["aircraft.booking"], "detail-type": ["BookingCreated"] };
  expect(JSON.parse(eventPattern), patternProblem(eventPattern, wanted)).toEqual(wanted);
});

test("3.2 lets EventBridge invoke the payment function", () => {
  expect(
    stack.all("Permission", { function: "payment-charge" }),
    "nobody may invoke the payment function: make an aws.lambda.Permission for it",
  ).toHaveLength(1);
  const { action, principal } = permission().inputs;
  expect(action, "to run a function is lambda:InvokeFunction").toBe("lambda:InvokeFunction");
  expect(principal, "a rule's events come from events.amazonaws.com").toBe("events.amazonaws.com");
});

test("3.2 lets only this rule invoke the payment function", () => {
  const { sourceArn } = permission().inputs;

  expect(sourceArn, "without sourceArn any rule of any account may invoke the function").toBeDefined();
  expect(sourceArn, "the permission must name the rule that the target is on").toBe(
    stack.one("EventRule", { name: "BookingCreatedRule" }).outputs.arn,
  );
});

test("3.3 puts the target on the rule BookingCreatedRule", () => {
  expect(target().inputs.rule, "rule is the rule's name: bookingCreatedRule.name").toBe("BookingCreatedRule");
});

test("3.3 looks for the rule on our bus", () => {
  expect(
    target().inputs.eventBusName,
    "without eventBusName the target is put on a rule of that name on the default bus, which is not there",
  ).toBe("AircraftBookingBus");
});

test("3.3 sends the event to the payment function", () => {
  expect(target().inputs.arn, "arn is where the event goes: paymentCharge.function.arn").toBe(functionArn);
});

test("3.3 has the permission there before the first event can come", () => {
  const permissions = stack.all("Permission").map(({ name }) => name);

  expect(target().after, "dependsOn: permission").toEqual(expect.arrayContaining(permissions));
});

test("lets the payment function write its own table and our bus, and nothing else", () => {
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
