import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
let statements: Statement[];
beforeAll(async () => {
  stack = await mockedStack({ step: 2 });
  statements = stack.statementsOf("booking-api");
});

const tableArn = "arn:aws:dynamodb:us-east-1:000000000000:table/BookingTable";
const busArn = "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus";
const logStreams = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/booking-api:*";

test("2.1 lets the function read and write bookings in its own table", () => {
  expect(
    allowedOn(tableArn),
    "the wrong actions are allowed: the handler sends PutCommand and GetCommand to BookingTable, whose ARN is bookingTable.arn",
  ).toEqual(["dynamodb:GetItem", "dynamodb:PutItem"]);
});

test("2.1 lets the function put events on our bus", () => {
  expect(
    allowedOn(busArn),
    "the wrong actions are allowed: the handler sends PutEventsCommand to the bus, whose ARN is bus.arn",
  ).toEqual(["events:PutEvents"]);
});

test("2.1 allows nothing on any other resource", () => {
  const elsewhere = statements.filter(({ Resource }) => ![tableArn, busArn, logStreams].includes(Resource));

  expect(
    elsewhere,
    "these statements allow other resources: name each resource by its ARN, bookingTable.arn or bus.arn",
  ).toEqual([]);
});

test("2.2 lets the function create streams and put events in its own log group", () => {
  expect(
    allowedOn(logStreams),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: code as the learner writes it
    "the function cannot write its log, so its errors leave no trace: allow two actions on pulumi.interpolate`${logGroup.arn}:*`",
  ).toEqual(["logs:CreateLogStream", "logs:PutLogEvents"]);
});

test("2.2 lets no function create a log group, since the program creates it", () => {
  const everywhere = statements.filter(({ Resource }) => Resource === "*");

  expect(
    statements.flatMap(actionsOf),
    "logs:CreateLogGroup is not needed: the program creates the log group",
  ).not.toContain("logs:CreateLogGroup");
  expect(everywhere, 'Resource: "*" allows every log group of the account').toEqual([]);
});

test("2.3 accepts signed requests only", () => {
  const { authorizationType } = stack.one("FunctionUrl").inputs;

  expect(authorizationType, "authorizationType is wrong: with NONE, anyone who knows the URL can book").toBe("AWS_IAM");
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

function allowedOn(resource: string): string[] {
  return statements
    .filter(({ Resource }) => Resource === resource)
    .flatMap(actionsOf)
    .sort();
}
