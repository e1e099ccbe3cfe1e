import { beforeAll, expect, test } from "vitest";
import { deniesPut, mayPut } from "../../test/support/bus-access.ts";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";
import { publishers } from "../../test/support/publishers.ts";
import { contractOf, contracts, eventNames } from "../../tools/derive/contracts.ts";
import { steps } from "../index.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 13 });
});

test("13.1 lets each function publish only its own events", () => {
  for (const [name, events] of publishers) {
    const { source } = contractOf(events[0]!);
    const allowed = eventNames.filter((detailType) => mayPut(stack.statementsOf(name), { source, detailType }));
    const verb = events.every((event) => allowed.includes(event)) ? "allows other" : "refuses its own";

    expect(
      allowed.sort(),
      `${conditionOf(name)} ${verb} events: IAM knows an event's name as events:detail-type`,
    ).toEqual([...events].sort());
  }
});

test("13.1 lets each function publish only as its own service", () => {
  const sources = [...new Set(contracts.map(({ source }) => source))];

  for (const [name, [event]] of publishers) {
    const allowed = sources.filter((source) => mayPut(stack.statementsOf(name), { source, detailType: event! }));

    expect(allowed, `${conditionOf(name)} allows other sources: IAM knows an event's source as events:source`).toEqual([
      contractOf(event!).source,
    ]);
  }
});

test("13.2 lets the roles of the publishing functions through", () => {
  const roles = publishers.map(([name]) => `arn:aws:iam::000000000000:role/${name}`);

  expect(denied(roles), "the bus denies these publishers, so their events are lost").toEqual([]);
});

test("13.2 denies everyone else, whatever their own policies allow", () => {
  const others = ["role/booking-track", "role/payment-provider", "user/admin"].map(
    (name) => `arn:aws:iam::000000000000:${name}`,
  );

  expect(denied(others), "only these are denied, of booking-track, payment-provider and an administrator").toEqual(
    others,
  );
});

test("13.2 lets the publishers of later steps through, which are no functions", async () => {
  const { policy } = (await mockedStack({ step: 14 })).one("EventBusPolicy").inputs;

  expect(
    deniesPut(policy, "arn:aws:iam::000000000000:role/booking-outbox"),
    "step 14 adds the role of a pipe to the roles, and the bus denies it",
  ).toBe(false);
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

  const published = eventNames.filter((detailType) => {
    const { source } = contractOf(detailType);
    return publishing.some((statement) => mayPut([statement], { source, detailType }));
  });
  expect(published).toEqual(eventNames);
});

function publishing(name: string): Statement | undefined {
  return stack.statementsOf(name).find((statement) => actionsOf(statement).includes("events:PutEvents"));
}

function conditionOf(name: string): string {
  const { Condition } = publishing(name)!;
  return `the condition of ${name}, ${JSON.stringify(Condition)},`;
}

/** Those of the callers that the bus denies. */
function denied(callers: string[]): string[] {
  return callers.filter((arn) => deniesPut(stack.one("EventBusPolicy").inputs.policy, arn));
}

function busPolicy(): Statement {
  return JSON.parse(stack.one("EventBusPolicy").inputs.policy).Statement[0];
}
