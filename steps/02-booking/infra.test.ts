import { beforeAll, expect, test } from "vitest";
import { type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";
import { actionsByResource, checkStatements } from "../../test/support/statements.ts";

let stack: MockedStack;
/** What the function may do: by 2.2, with logs, and by 2.1. */
let logStatements: Statement[];
let statements: Statement[];
beforeAll(async () => {
  stack = await mockedStack({ step: 2 });
  [logStatements, statements] = partition(stack.statementsOf("booking-api"));
});

const tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/BookingTable";
const busArn = "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus";
const plainText = "the ARN is written as plain text, which is right in one account only: take it from the resource";
const logStreams = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/booking-api:*";

test("2.1 lets the function read and write bookings in its own table", () => {
  checkStatements(statements);
  expect(
    allowedOn(tableArn),
    "the wrong actions are allowed: the handler sends PutCommand and GetCommand to BookingTable, whose ARN is bookingTable.arn",
  ).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
  expect(policy().after, plainText).toContain("booking-table");
});

test("2.1 lets the function put events on our bus", () => {
  expect(
    allowedOn(busArn),
    "the wrong actions are allowed: the handler sends PutEventsCommand to the bus, whose ARN is bus.arn",
  ).toEqual(["events:PutEvents"]);
  expect(policy().after, plainText).toContain("bus");
});

test("2.1 allows nothing on any other resource", () => {
  const elsewhere = Object.keys(actionsByResource(statements)).filter(
    (resource) => ![tableArn, busArn].includes(resource),
  );

  expect(
    elsewhere,
    "the entries allow other resources: name each resource by its ARN, bookingTable.arn or bus.arn",
  ).toEqual([]);
});

test("2.2 lets the function create streams and put events in its own log group", () => {
  checkStatements(logStatements);
  const { [logStreams]: actions, ...elsewhere } = actionsByResource(logStatements);

  expect(
    Object.keys(elsewhere),
    "Resource is wrong: the function writes to the streams in its own log group, which are the group's ARN followed by :*",
  ).toEqual([]);
  expect(
    actions ?? [],
    "Action is wrong: the function's errors leave no trace, unless it may do two things, create a stream and put events into it",
  ).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
});

test("2.3 accepts signed requests only", () => {
  const { authorizationType } = stack.one("FunctionUrl").inputs;

  expect(authorizationType, "with NONE, anyone who knows the URL can book").not.toBe("NONE");
  expect(authorizationType, "authorizationType is none of the two that Lambda knows: NONE, and one for IAM").toBe(
    "AWS_IAM",
  );
});

test("runs the handler on a current runtime, with its environment variables", () => {
  expect(stack.one("Function", { name: "booking-api" }).inputs).toMatchObject({
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    handler: "index.handler",
    environment: { variables: { TABLE_NAME: "BookingTable", BUS_NAME: "AircraftBookingBus" } },
  });
});

test("creates the policy and the log group before the function", () => {
  const { after } = stack.one("Function", { name: "booking-api" });

  expect(after).toEqual(expect.arrayContaining(["booking-api-policy", "booking-api-logs"]));
});

test("lets only Lambda assume the function's role", () => {
  const [trust, ...more] = JSON.parse(stack.one("Role", { name: "booking-api" }).inputs.assumeRolePolicy).Statement;

  expect(trust).toEqual({ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
  expect(more).toEqual([]);
});

test("keys bookings by their id, and bills per request", () => {
  expect(stack.one("Table").inputs).toMatchObject({
    name: "BookingTable",
    hashKey: "bookingId",
    billingMode: "PAY_PER_REQUEST",
  });
});

function policy() {
  return stack.one("RolePolicy", { role: "booking-api" });
}

function allowedOn(resource: string): string[] {
  return actionsByResource(statements)[resource] ?? [];
}

/** Splits a role's statements into those about logs and the others. */
function partition(all: Statement[]): [Statement[], Statement[]] {
  const isAboutLogs = (statement: Statement) => /\blogs?\b/.test(JSON.stringify(statement));
  return [all.filter(isAboutLogs), all.filter((statement) => !isAboutLogs(statement))];
}
