import { beforeAll, expect, test } from "vitest";
import { keysProblem } from "../../test/support/event-pattern.ts";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 1 });
});

test("1.1 names the bus AircraftBookingBus", () => {
  const { name } = stack.one("EventBus").inputs;

  expect(name, 'a bus without a name of its own is called "bus-" and something random').toBe("AircraftBookingBus");
});

test("1.1 puts the attendee's name behind it in a class", async () => {
  const { name } = (await mockedStack({ step: 1, attendee: "ada" })).one("EventBus").inputs;

  expect(name, "context.name(…) makes a physical name; a plain text is the same for everyone in the class").toBe(
    "AircraftBookingBus-ada",
  );
});

test("1.2 puts the rule on our bus", () => {
  const { eventBusName } = stack.one("EventRule", { name: "EveryEventRule" }).inputs;

  expect(eventBusName, "a rule without eventBusName sits on the default bus, where none of our events go").toBe(
    stack.one("EventBus").outputs.name,
  );
});

test("1.2 matches an event from any source", () => {
  const { eventPattern } = stack.one("EventRule", { name: "EveryEventRule" }).inputs;

  const wanted = { source: [{ prefix: "" }] };

  expect(eventPattern, "a rule needs an eventPattern: pulumi.jsonStringify({ … })").toBeTypeOf("string");
  expect(
    JSON.parse(eventPattern),
    keysProblem(eventPattern, wanted) ?? "every source begins with nothing at all: a prefix of no letters",
  ).toEqual(wanted);
});

test("1.3 lets EventBridge, and nobody else, write into the log group", () => {
  const [statement, ...more] = logStatements();

  expect(statement, "without a statement EventBridge may not write, and says nothing of it").toBeDefined();
  expect(more).toEqual([]);
  expect(statement?.Effect).toBe("Allow");
  expect(
    servicesIn(statement?.Principal),
    "EventBridge writes logs under two names: it needs both of them, and nobody else",
  ).toEqual(["delivery.logs.amazonaws.com", "events.amazonaws.com"]);
});

test("1.3 allows it what writing a log takes: a stream, and events in it", () => {
  const [statement] = logStatements();

  expect(
    statement && actionsOf(statement).sort(),
    "two actions: a stream is made for each rule, events are put into it; the group is there already",
  ).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
  expect(statement?.Resource, "streams and their events are in the log group: its ARN and then :*").toBe(
    `${logGroupArn()}:*`,
  );
});

test("attaches the policy to the log group itself, so that it counts towards no limit of the account", () => {
  expect(stack.one("LogResourcePolicy").inputs.resourceArn).toBe(logGroupArn());
});

test("sends what the rule matches on our bus to the log group, once that is allowed", () => {
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
