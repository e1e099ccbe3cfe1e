import { beforeAll, expect, test } from "vitest";
import { functionNameIn } from "../../test/support/function-name.ts";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";
import { checkMatchesOnly } from "../../test/support/pattern-matches.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 3 });
});

const ourBus = ["AircraftBookingBus", "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus"];
const plainText =
  "a plain string does not tell Pulumi what must exist first, so the deployment may fail: take the value from the resource";
const functionArn = "arn:aws:lambda:us-east-1:000000000000:function:payment-charge";

test("3.1 puts the rule on our bus", () => {
  const { inputs, after } = stack.one("EventRule", { name: "BookingCreatedRule" });

  expect(
    inputs.eventBusName,
    "the rule has no bus: without eventBusName it is on the default bus, which gets none of our events",
  ).toBeDefined();
  expect(ourBus, `eventBusName is not our bus, but ${JSON.stringify(inputs.eventBusName)}`).toContain(
    inputs.eventBusName,
  );
  expect(after, plainText).toContain("bus");
});

test("3.1 matches only BookingCreated of the Booking service", () => {
  const { eventPattern } = stack.one("EventRule", { name: "BookingCreatedRule" }).inputs;

  checkMatchesOnly(eventPattern, { source: "aircraft.booking", detailType: "BookingCreated" });
});

test("3.2 lets EventBridge invoke the payment function", () => {
  const { action, principal, function: invoked } = permission().inputs;

  expect(action, "action is wrong: invoking a function is lambda:InvokeFunction").toBe("lambda:InvokeFunction");
  expect(principal, "principal is wrong: a rule's events come from events.amazonaws.com").toBe("events.amazonaws.com");
  expect(functionNameIn(invoked), "function is wrong: the permission must be for the payment function").toBe(
    "payment-charge",
  );
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

test("3.2 has the permission before the first event", () => {
  const { name } = permission();

  expect(
    target().after,
    "the target does not wait for the permission: it depends on the variable `permission`, which must hold the " +
      "permission instead of the empty list. Otherwise Lambda may deny the first events",
  ).toContain(name);
});

test("3.3 puts the target on the rule BookingCreatedRule", () => {
  expect(target().inputs.rule, "the target has the wrong rule: rule is the name of a rule on our bus").toBe(
    "BookingCreatedRule",
  );
});

test("3.3 looks for the rule on our bus", () => {
  const { eventBusName } = target().inputs;

  expect(
    eventBusName,
    "the target has no bus: without eventBusName it belongs to a rule on the default bus, which does not exist",
  ).toBeDefined();
  expect(ourBus, `eventBusName is not our bus, but ${JSON.stringify(eventBusName)}`).toContain(eventBusName);
});

test("3.3 sends the event to the payment function", () => {
  expect(target().inputs.arn, "the target has the wrong arn: arn is where the event goes, here a function").toBe(
    functionArn,
  );
});

test("3.3 takes the target's rule and function from the resources", () => {
  expect(target().after, plainText).toEqual(
    expect.arrayContaining(["booking-created-rule", "payment-charge-function"]),
  );
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
  const [found, ...more] = stack.all("Permission");
  if (!found)
    throw new Error(
      "EventBridge has no permission to invoke the payment function, and Lambda denies what nobody allowed: " +
        "aws.lambda.Permission is the class",
    );
  if (more.length > 0) throw new Error("the program declares several permissions, but one is enough");
  return found;
}

function target() {
  return stack.one("EventTarget", { targetId: "payment-charge" });
}
