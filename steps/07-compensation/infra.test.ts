import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 7 });
});

test.each([
  ["SeatUnavailable", "aircraft.seat-assignment", "payment-refund"],
  ["PaymentRefunded", "aircraft.payment", "booking-cancel"],
])("7.3 sends %s of %s to %s", (detailType, source, functionName) => {
  const rules = stack.all("EventRule", { name: `${detailType}Rule` });

  expect(rules, `the program has no rule for ${detailType}: create a RuleToFunction`).toHaveLength(1);
  expect(JSON.parse(rules[0]!.inputs.eventPattern)).toEqual({ source: [source], "detail-type": [detailType] });
  expect(targetsOf(detailType), `${detailType}Rule has the wrong targets: send it only to ${functionName}`).toEqual([
    functionName,
  ]);
});

test("7.3 lets each of the two rules invoke its function", () => {
  for (const detailType of ["SeatUnavailable", "PaymentRefunded"]) {
    const sources = stack.all("Permission").map(({ inputs }) => inputs.sourceArn.split("/").at(-1));

    expect(sources, `${detailType}Rule has no permission to invoke its function`).toContain(`${detailType}Rule`);
  }
});

test("7.3 names each component after its event, so that no two clash", () => {
  const routes = stack.all("EventTarget", { arn: functionArn("booking-cancel") }).map(({ name }) => name);

  expect(routes.sort()).toEqual(["payment-failed-booking-cancel-target", "payment-refunded-booking-cancel-target"]);
});

test("cancels directly if the payment failed: there is nothing to refund", () => {
  expect(targetsOf("PaymentFailed")).toEqual(["booking-cancel"]);
});

test("notifies the customer of both outcomes", async () => {
  expect(targetsOf("BookingCancelled")).toEqual(["notification-send"]);
  expect(targetsOf("TicketIssued")).toContain("notification-send");

  const { code } = stack.one("Function", { name: "notification-send" }).inputs;
  expect(await code.path).toMatch(/dist\/notification\/send\/send-outcome$/);
});

test.each([
  ["payment-refund", "PaymentTable", ["dynamodb:Query", "dynamodb:PutItem"]],
  ["booking-cancel", "BookingTable", ["dynamodb:UpdateItem"]],
])("lets %s use its own service's table and put events on our bus", (name, table, actions) => {
  const allowed = stack.statementsOf(name).map((statement) => [statement.Resource, actionsOf(statement)]);

  expect(Object.fromEntries(allowed)).toEqual({
    [`arn:aws:dynamodb:us-east-1:000000000000:table/${table}`]: actions,
    "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus": ["events:PutEvents"],
    [`arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/${name}:*`]: [
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ],
  });
});

function targetsOf(detailType: string): string[] {
  return stack.all("EventTarget", { rule: `${detailType}Rule` }).map(({ inputs }) => inputs.arn.split(":").at(-1));
}

function functionArn(name: string): string {
  return `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
}
