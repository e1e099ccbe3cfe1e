import { beforeAll, expect, test } from "vitest";
import { keysProblem } from "../../test/support/event-pattern.ts";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 1 });
});

test("1.1 names the bus AircraftBookingBus", () => {
  const { name } = stack.one("EventBus").inputs;

  expect(
    name,
    'the bus has the wrong name: without the property name, Pulumi calls it "bus-" plus random characters',
  ).toBe("AircraftBookingBus");
});

test("1.1 appends the attendee's name in a class", async () => {
  const { name } = (await mockedStack({ step: 1, attendee: "ada" })).one("EventBus").inputs;

  expect(
    name,
    "the bus name lacks the attendee: use context.name(…), since a plain string is the same for everyone in the class",
  ).toBe("AircraftBookingBus-ada");
});

test("1.2 puts the rule on our bus", () => {
  const { eventBusName } = stack.one("EventRule", { name: "EveryEventRule" }).inputs;

  expect(
    eventBusName,
    "the rule is not on our bus: without eventBusName it is on the default bus, which gets none of our events",
  ).toBe(stack.one("EventBus").outputs.name);
});

test("1.2 matches an event from any source", () => {
  const { eventPattern } = stack.one("EventRule", { name: "EveryEventRule" }).inputs;

  const wanted = { source: [{ prefix: "" }] };

  expect(eventPattern, "the rule has no eventPattern: add pulumi.jsonStringify({ … })").toBeTypeOf("string");
  expect(
    JSON.parse(eventPattern),
    keysProblem(eventPattern, wanted) ??
      "the pattern does not match every source: every source starts with the empty prefix",
  ).toEqual(wanted);
});

test("1.3 lets only EventBridge write to the log group", () => {
  const [statement, ...more] = logStatements();

  expect(
    statement,
    "the policy has no statement: without one, EventBridge cannot write to the log group, and reports no error",
  ).toBeDefined();
  expect(more, "one statement is enough").toEqual([]);
  expect(statement?.Effect).toBe("Allow");
  expect(
    servicesIn(statement?.Principal),
    "Principal is wrong: EventBridge writes logs as two services, so list both of them, and no others",
  ).toEqual(["delivery.logs.amazonaws.com", "events.amazonaws.com"]);
});

test("1.3 allows EventBridge to create log streams and to put events into them", () => {
  const [statement] = logStatements();

  expect(
    statement && actionsOf(statement).sort(),
    "Action is wrong: two actions are needed, to create a stream and to put events into it; the group already exists",
  ).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
  expect(statement?.Resource, "Resource is wrong: the streams in the log group are its ARN followed by :*").toBe(
    `${logGroupArn()}:*`,
  );
});

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

function servicesIn(principal: unknown): unknown {
  const { Service } = (principal ?? {}) as { Service?: string | string[] };
  return Service === undefined ? principal : [Service].flat().sort();
}
