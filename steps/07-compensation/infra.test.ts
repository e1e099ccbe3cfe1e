import { beforeAll, expect, test } from "vitest";
import { patternProblem } from "../../test/support/event-pattern.ts";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 7 });
});

/** The way back: each event, its source, the function that must react to it, and why this one. */
const wayBack = [
  ["TicketRejected", "aircraft.ticket", "seat-release", "the seat was taken last, so it is released first"],
  ["SeatReleased", "aircraft.seat-assignment", "payment-refund", "the seat is free again, but the money is still here"],
  ["PaymentRefunded", "aircraft.payment", "booking-cancel", "all is undone, but the booking is still REQUESTED"],
] as const;

test.each(wayBack)("7.3 answers %s of %s with %s: %s", (detailType, source, functionName, why) => {
  const rules = stack.all("EventRule", { name: `${detailType}Rule` });

  expect(rules, `no rule matches ${detailType}, so the way back ends there: ${why}`).toHaveLength(1);
  const pattern = rules[0]!.inputs.eventPattern;
  const wanted = { source: [source], "detail-type": [detailType] };
  expect(JSON.parse(pattern), patternProblem(pattern, wanted)).toEqual(wanted);
  expect(targetsOf(detailType), `${detailType} reaches the wrong function: ${why}`).toEqual([functionName]);
});

test.each(wayBack)("7.3 lets the rule for %s of %s invoke %s", (detailType, _source, functionName) => {
  const rules = stack.all("Permission", { function: functionName }).map(({ inputs }) => ruleIn(inputs.sourceArn));

  expect(rules, `${functionName} does not let ${detailType}Rule invoke it`).toContain(`${detailType}Rule`);
});

test("enters the way back in the middle if the booking got no seat: there is none to release", () => {
  expect(targetsOf("SeatUnavailable")).toEqual(["payment-refund"]);
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
  ["seat-release", "SeatTable", ["dynamodb:GetItem", "dynamodb:UpdateItem"]],
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

/** The rule's name at the end of its ARN. */
function ruleIn(arn: string): string | undefined {
  return arn.split("/").at(-1);
}
