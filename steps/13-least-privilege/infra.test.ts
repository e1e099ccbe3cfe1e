import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";
import { publishers } from "../../test/support/publishers.ts";
import { contractOf, eventNames } from "../../tools/derive/contracts.ts";
import { steps } from "../index.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 13 });
});

test.each(publishers)("13.1 lets %s publish only %j", (name, events) => {
  const condition = publishing(name)?.Condition?.StringEquals;

  expect(
    condition?.["events:detail-type"],
    "add a condition on events:detail-type: the events that it publishes",
  ).toEqual(events);
});

test.each(publishers)("13.1 lets %s publish only as its own service", (name, events) => {
  const condition = publishing(name)?.Condition?.StringEquals;

  expect(condition?.["events:source"], "add a condition on events:source: the service that publishes").toBe(
    contractOf(events[0]!).source,
  );
});

test("13.2 denies everyone but the roles of the publishing functions", () => {
  const { Condition } = busPolicy();
  const roles = publishers.map(([name]) => `arn:aws:iam::000000000000:role/${name}`);

  expect(
    [...(Condition?.StringNotEquals?.["aws:PrincipalArn"] ?? [])].sort(),
    "deny every aws:PrincipalArn except the roles of the publishers: use StringNotEquals",
  ).toEqual(roles.sort());
});

test("13.2 denies on no other condition", () => {
  expect(Object.keys(busPolicy().Condition ?? {}).sort()).toEqual(["Bool", "StringNotEquals"]);
});

test("lets EventBridge replay events from the archive", () => {
  expect(busPolicy().Condition?.Bool).toEqual({ "aws:PrincipalIsAWSService": "false" });
});

test("denies only PutEvents on our bus", () => {
  expect(busPolicy()).toMatchObject({
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  });
});

//#region 13.3 Test that no role has a wildcard permission
//- test.todo("13.3 gives no role a wildcard permission");
test("13.3 gives no role a wildcard permission", () => {
  for (const { name } of stack.all("Function").map(({ inputs }) => inputs)) {
    for (const statement of stack.statementsOf(name)) {
      expect(actionsOf(statement).join(), name).not.toContain("*");
      // The streams of a log group are the group's ARN followed by ":*".
      expect(statement.Resource.replace(/(:log-group:.+):\*$/, "$1"), name).not.toContain("*");
    }
  }
});
//#endregion

test("lets no other function publish", () => {
  const mayPublish = stack.all("Function").filter(({ inputs }) => publishing(inputs.name));

  expect(mayPublish.map(({ inputs }) => inputs.name).sort()).toEqual(publishers.map(([name]) => name));
});

test("lets every event be published by some role, those of later steps included", async () => {
  const whole = await mockedStack({ step: steps.list.length });
  const statements: Statement[] = whole.all("RolePolicy").flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement);
  const publishing = statements.filter((statement) => actionsOf(statement).includes("events:PutEvents"));

  const events = publishing.flatMap(({ Condition }) => Condition?.StringEquals?.["events:detail-type"] ?? []);
  expect(new Set(events)).toEqual(new Set(eventNames));
});

function publishing(name: string): Statement | undefined {
  return stack.statementsOf(name).find((statement) => actionsOf(statement).includes("events:PutEvents"));
}

function busPolicy(): Statement {
  return JSON.parse(stack.one("EventBusPolicy").inputs.policy).Statement[0];
}
