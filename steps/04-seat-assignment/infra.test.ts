import * as aws from "@pulumi/aws";
import { beforeAll, expect, test } from "vitest";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { runSteps } from "../../infra/fold.ts";
import { patternProblem } from "../../test/support/event-pattern.ts";
import { functionNameIn } from "../../test/support/function-name.ts";
import { actionsOf, type MockedStack, mockedStack, runMocked, settingsFor } from "../../test/support/mocked-stack.ts";
import { Steps } from "../steps.ts";

let component: MockedStack;
let stack: MockedStack;
beforeAll(async () => {
  component = await oneRuleToTwoFunctions();
  stack = await mockedStack({ step: 4 });
});

test.each(["first", "second"])("4.1 lets only the component's rule invoke the %s function", (name) => {
  const [permission, ...more] = permissionsOf(name);

  expect(
    permission,
    `EventBridge has no permission to invoke the ${name} function: create an aws.lambda.Permission for each function`,
  ).toBeDefined();
  expect(more, "one permission for each function is enough").toEqual([]);
  const { action, principal, sourceArn } = permission!.inputs;
  expect(action, "action is wrong: invoking a function is lambda:InvokeFunction").toBe("lambda:InvokeFunction");
  expect(principal, "principal is wrong: a rule's events come from events.amazonaws.com").toBe("events.amazonaws.com");
  expect(sourceArn, "sourceArn is wrong: without the rule's ARN any rule may invoke the function").toBe(
    rule().outputs.arn,
  );
});

test.each(["first", "second"])("4.1 sends the rule's events from our bus to the %s function", (name) => {
  const { inputs } = targetOf(name);

  expect(inputs.rule, "the target has the wrong rule: rule is the name of the component's rule").toBe(
    "PaymentConfirmedRule",
  );
  expect(
    inputs.eventBusName ?? "",
    "the target has the wrong bus: without eventBusName EventBridge looks for the rule on the default bus",
  ).toMatch(/^(arn:aws:events:us-east-1:000000000000:event-bus\/)?a-bus$/);
});

test.each(["first", "second"])("4.1 creates the permission of the %s function before its target", (name) => {
  expect(
    targetOf(name).after,
    "the target does not wait for the permission, so Lambda may deny the first events: the option is dependsOn",
  ).toContain(permissionsOf(name)[0]?.name);
});

test("4.1 gives each target an ID of its own", () => {
  const ids = component.all("EventTarget").flatMap(({ inputs }) => inputs.targetId ?? []);

  expect(
    [...new Set(ids)],
    "targetId is the same for both functions: on a rule, a target replaces the one with the same ID, so only one function gets the events",
  ).toEqual(ids);
});

test("4.1 names each resource after the component, and makes it a child of the component", () => {
  const parts = [...component.all("Permission"), ...component.all("EventTarget")];

  expect(parts, "each of the two functions has one permission and one target").toHaveLength(4);
  for (const { name, parent } of parts) {
    expect(name, "its logical name must start with the component's, or a second component has the same names").toMatch(
      /^a-route-/,
    );
    expect(parent, `${name} is not a child of the component: { parent: this }`).toBe("a-route");
  }
});

test("4.1 lets later steps set the delivery of each target", async () => {
  const withRetries = await oneRuleToTwoFunctions({ maximumRetryAttempts: 3 });

  const targets = withRetries.all("EventTarget");
  expect(targets).toHaveLength(2);
  for (const { inputs } of targets) {
    expect(
      inputs.retryPolicy,
      "the target ignores what later steps set for it: step 3 has a line with context.delivery for that",
    ).toEqual({ maximumRetryAttempts: 3 });
  }
});

test("4.2 matches PaymentConfirmed of the Payment service on our bus", () => {
  const { eventBusName, eventPattern } = stack.one("EventRule", { name: "PaymentConfirmedRule" }).inputs;

  const wanted = { source: ["aircraft.payment"], "detail-type": ["PaymentConfirmed"] };

  expect(eventBusName).toBe("AircraftBookingBus");
  expect(JSON.parse(eventPattern), patternProblem(eventPattern, wanted)).toEqual(wanted);
});

test("4.2 sends it to the seat assignment function", () => {
  const { arn } = stack.one("EventTarget", { rule: "PaymentConfirmedRule" }).inputs;

  expect(arn, "the event goes to another function: `to` lists the functions that receive it").toBe(
    "arn:aws:lambda:us-east-1:000000000000:function:seat-assign",
  );
});

test("rejects a rule without a target, naming the component, the property and the fix", async () => {
  const withoutTarget = oneRuleToTwoFunctions({}, []);

  await expect(withoutTarget).rejects.toMatchObject({
    propertyPath: "to",
    reason: expect.stringMatching(/^RuleToFunction a-route: to is empty.*at least one ServiceFunction/),
  });
});

test("passes the number of seats per flight to the function", async () => {
  const small = await mockedStack({ step: 4, seatsPerFlight: 2 });

  expect(small.one("Function", { name: "seat-assign" }).inputs.environment.variables).toMatchObject({
    SEATS_PER_FLIGHT: "2",
  });
});

test("lets the seat function read and update only its own table", () => {
  const [table] = stack.statementsOf("seat-assign");

  expect(table?.Resource).toBe("arn:aws:dynamodb:us-east-1:000000000000:table/SeatTable");
  expect(table && actionsOf(table)).toEqual(["dynamodb:GetItem", "dynamodb:UpdateItem"]);
});

function permissionsOf(functionName: string) {
  return component.all("Permission").filter(({ inputs }) => functionNameIn(inputs.function) === functionName);
}

function targetOf(functionName: string) {
  return component.one("EventTarget", { arn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}` });
}

function rule() {
  return component.one("EventRule", { name: "PaymentConfirmedRule" });
}

/** The component alone: a bus, two functions, and a rule that sends to both. */
function oneRuleToTwoFunctions(retryPolicy = {}, names = ["first", "second"]): Promise<MockedStack> {
  const step = new Steps().add("component", async () => ({
    changes: { delivery: () => ({ retryPolicy }) },
    default: (_: object, context) => {
      const bus = new aws.cloudwatch.EventBus("bus", { name: "a-bus" });
      const to = names.map(
        (name) =>
          new ServiceFunction(name, { context, handler: "services/ticket/issue/issue.ts", environment: {}, allow: [] }),
      );
      new RuleToFunction("a-route", { context, bus, source: "aircraft.payment", detailType: "PaymentConfirmed", to });
      return {};
    },
  }));
  return runMocked(() => runSteps(step, settingsFor({ step: 1 }))).catch((error: Error) => {
    const [first = ""] = error.message.split("\n");
    if (first.startsWith("Two resources")) {
      error.message = `${first} This test calls the component "a-route", and gives it two functions, "first" and "second".`;
    }
    throw error;
  });
}
