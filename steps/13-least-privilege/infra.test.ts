import { beforeAll, expect, test } from "vitest";
import { contracts, type EventName } from "../../services/events/contracts.ts";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";
import { says } from "./infra.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 13 });
});

const publishers = Object.entries(says);

test.each(publishers)("13.1 lets %s say %j, and nothing else", (name, events) => {
  const condition = publishing(name)?.Condition?.StringEquals;

  expect(condition?.["events:detail-type"], "a condition on events:detail-type: the events that it publishes").toEqual(
    events,
  );
});

test.each(publishers)("13.1 lets %s speak for its own service alone", (name, events) => {
  const condition = publishing(name)?.Condition?.StringEquals;

  expect(condition?.["events:source"], "a condition on events:source: who says it").toBe(
    contracts[events[0] as EventName].source,
  );
});

test("13.2 refuses the bus to everybody but the roles of the functions that publish", () => {
  const { Condition } = busPolicy();
  const roles = publishers.map(([name]) => `arn:aws:iam::000000000000:role/${name}`);

  expect(
    [...(Condition?.StringNotEquals?.["aws:PrincipalArn"] ?? [])].sort(),
    "Deny whose aws:PrincipalArn is none of the six roles: StringNotEquals",
  ).toEqual(roles.sort());
});

test("13.2 refuses nothing on other grounds", () => {
  expect(Object.keys(busPolicy().Condition ?? {}).sort()).toEqual(["Bool", "StringNotEquals"]);
});

test("lets EventBridge bring events back from the archive", () => {
  expect(busPolicy().Condition?.Bool).toEqual({ "aws:PrincipalIsAWSService": "false" });
});

test("refuses PutEvents on our bus, and leaves everything else to those who run it", () => {
  expect(busPolicy()).toMatchObject({
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus",
  });
});

//#region 13.3 Test that no role may do everything, or anything everywhere
//- test.todo("13.3 gives no role a right with a star");
test("13.3 gives no role a right with a star", () => {
  for (const { name } of stack.all("Function").map(({ inputs }) => inputs)) {
    for (const statement of stack.statementsOf(name)) {
      expect(actionsOf(statement).join(), name).not.toContain("*");
      // What is in a log group is named by the group's ARN and a star.
      expect(statement.Resource.replace(/(:log-group:.+):\*$/, "$1"), name).not.toContain("*");
    }
  }
});
//#endregion

test("names in its table every function that may publish", () => {
  const mayPublish = stack.all("Function").filter(({ inputs }) => publishing(inputs.name));

  expect(mayPublish.map(({ inputs }) => inputs.name).sort()).toEqual(Object.keys(says).sort());
});

test("says each event by one service", () => {
  expect(publishers.flatMap(([, events]) => events).sort()).toEqual(Object.keys(contracts).sort());
});

function publishing(name: string): Statement | undefined {
  return stack.statementsOf(name).find((statement) => actionsOf(statement).includes("events:PutEvents"));
}

function busPolicy(): Statement {
  return JSON.parse(stack.one("EventBusPolicy").inputs.policy).Statement[0];
}
