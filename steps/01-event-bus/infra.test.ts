import { beforeAll, expect, test } from "vitest";
import { type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";
import { checkMatchesEveryEvent } from "../../test/support/pattern-matches.ts";
import { actionsByResource, checkStatements } from "../../test/support/statements.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 1 });
});

test("1.1 names the bus AircraftBookingBus", () => {
  const { name } = stack.one("EventBus").inputs;

  expect(
    name,
    "the bus has the wrong name: without the property name, Pulumi appends random characters to the logical name",
  ).toBeDefined();
  expect(name, "the bus has the wrong name: it is called otherwise in the chapter").toBe("AircraftBookingBus");
});

test("1.1 appends the attendee's name in a class", async () => {
  const { name } = (await mockedStack({ step: 1, attendee: "ada" })).one("EventBus").inputs;

  expect(
    name ?? "-ada",
    "the bus name lacks the attendee: use context.name(…), since a plain string is the same for everyone in the class",
  ).toMatch(/-ada$/);
});

test("1.2 puts the rule on our bus", () => {
  const { inputs, after } = stack.one("EventRule", { name: "EveryEventRule" });
  const bus = stack.one("EventBus");

  expect(
    inputs.eventBusName,
    "the rule has no bus: without eventBusName it is on the default bus, which gets none of our events",
  ).toBeDefined();
  expect(
    [bus.outputs.name, bus.outputs.arn],
    `eventBusName is not our bus, but ${JSON.stringify(inputs.eventBusName)}`,
  ).toContain(inputs.eventBusName);
  expect(
    after,
    "a plain string does not tell Pulumi that the rule needs the bus, so it may create the rule first, " +
      "which fails: get the name from the bus itself, the variable `bus`",
  ).toContain(bus.name);
});

test("1.2 matches every event", () => {
  checkMatchesEveryEvent(stack.one("EventRule", { name: "EveryEventRule" }).inputs.eventPattern);
});

test("1.3 lets only EventBridge write to the log group", () => {
  const statements = logStatements();

  expect(
    statements,
    "the policy has no statement: without one, EventBridge cannot write to the log group, and reports no error",
  ).not.toEqual([]);
  checkStatements(statements, "resource");
  expect(statements[0]?.Effect, "Effect is wrong: a policy without an Allow allows nothing").toBe("Allow");
  expect(
    [...new Set(statements.flatMap(({ Principal }) => servicesIn(Principal)))].sort(),
    "Principal is wrong: EventBridge writes logs as two services, so list both of them, and no others",
  ).toEqual(["delivery.logs.amazonaws.com", "events.amazonaws.com"]);
});

test.each(["events.amazonaws.com", "delivery.logs.amazonaws.com"])(
  "1.3 lets %s create log streams and put events into them",
  (service) => {
    const allowed = actionsByResource(
      logStatements().filter(({ Principal }) => servicesIn(Principal).includes(service)),
    );

    expect(
      Object.keys(allowed).length > 0,
      "no statement allows EventBridge's two services an Action on a Resource: look at Effect and Principal first",
    ).toBe(true);
    expect(
      [...new Set(Object.values(allowed).flat())].sort(),
      "Action is wrong: two actions are needed, to create a stream and to put events into it; the group already exists",
    ).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
    expect(
      Object.keys(allowed),
      "Resource is wrong: EventBridge writes to the streams in this log group, which are its ARN followed by :*",
    ).toEqual([`${logGroupArn()}:*`]);
  },
);

test("attaches the policy to the log group, so that it does not count towards the account quota", () => {
  expect(stack.one("LogResourcePolicy").inputs.resourceArn).toBe(logGroupArn());
});

test("sends matching events to the log group, after the policy exists", () => {
  const target = stack.one("EventTarget");

  expect(target.inputs).toMatchObject({
    rule: "EveryEventRule",
    eventBusName: stack.one("EventBus").outputs.name,
    arn: logGroupArn(),
  });
  expect(target.after).toContain(stack.one("LogResourcePolicy").name);
});

test("keeps the log for a week", () => {
  expect(stack.one("LogGroup").inputs).toMatchObject({ name: "/aws/events/AircraftBookingBus", retentionInDays: 7 });
});

function logStatements(): Statement[] {
  return JSON.parse(stack.one("LogResourcePolicy").inputs.policyDocument).Statement;
}

function logGroupArn(): string {
  return "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/AircraftBookingBus";
}

function servicesIn(principal: unknown): string[] {
  const { Service = [] } = (principal ?? {}) as { Service?: string | string[] };
  return principal === "*" ? ["*"] : [Service].flat();
}
