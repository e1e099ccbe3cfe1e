import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 15 });
});

test("adds a target to TicketIssuedRule, and no second rule for the same event", () => {
  const rules = stack.all("EventRule").filter(({ inputs }) => inputs.eventPattern.includes('"TicketIssued"'));

  expect(rules).toHaveLength(1);
  expect(targetsOf("TicketIssuedRule")).toEqual(["booking-track", "notification-send", "points-earn"]);
  expect(targetsOf("PointsEarnedRule")).toEqual(["points-reward"]);
});

test.each(["points-earn", "points-reward"])("keeps what %s fails on, as step 8 asks of every function", (name) => {
  expect(stack.one("FunctionEventInvokeConfig", { functionName: name }).inputs.destinationConfig).toEqual({
    onFailure: { destination: `arn:aws:sqs:us-east-1:000000000000:${name}-failed` },
  });
  const alarms = stack.all("MetricAlarm").map(({ inputs }) => inputs.name);
  expect(alarms).toEqual(expect.arrayContaining([`${name}-failed`, `${name}-failed-age`, `${name}-lost`]));
});

test("keeps what cannot be delivered, with an alarm", () => {
  expect(stack.one("EventTarget", { targetId: "points-earn" }).inputs).toMatchObject({
    retryPolicy: { maximumEventAgeInSeconds: 3600 },
    deadLetterConfig: { arn: expect.stringContaining(":points-ticket-issued-points-earn-undelivered") },
  });
  expect(stack.one("MetricAlarm", { name: "points-ticket-issued-points-earn-undelivered" })).toBeDefined();
});

test("lets points-earn publish only PointsEarned, only as Points, and lets the bus accept it", () => {
  const statement = stack.statementsOf("points-earn").find((each) => actionsOf(each).includes("events:PutEvents"));
  const [onBus] = JSON.parse(stack.one("EventBusPolicy").inputs.policy).Statement;

  expect(statement?.Condition).toEqual({
    StringEquals: { "events:source": "aircraft.points", "events:detail-type": ["PointsEarned"] },
  });
  const roles: string[] = onBus.Condition.StringNotEquals["aws:PrincipalArn"];
  expect(roles).toContain("arn:aws:iam::000000000000:role/points-earn");
  expect(roles).not.toContain("arn:aws:iam::000000000000:role/points-reward");
});

test("logs as the service points, as step 11 asks of every function", () => {
  const { environment } = stack.one("Function", { name: "points-earn" }).inputs;

  expect(environment.variables.POWERTOOLS_SERVICE_NAME).toBe("points");
});

function targetsOf(rule: string): string[] {
  return stack
    .all("EventTarget", { rule })
    .map(({ inputs }) => inputs.targetId as string)
    .sort();
}
