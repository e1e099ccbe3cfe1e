import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let before: MockedStack;
let stack: MockedStack;
beforeAll(async () => {
  [before, stack] = [await mockedStack({ step: 8 }), await mockedStack({ step: 9 })];
});

test("creates the payment provider, and nothing else", () => {
  const [was, is] = [before, stack].map(
    ({ resources }) => new Set(resources.map(({ type, name }) => `${type} ${name}`)),
  );

  expect([...was!].filter((resource) => !is!.has(resource))).toEqual([]);
  for (const resource of [...is!].filter((each) => !was!.has(each))) expect(resource).toContain("payment-provider");
});

test("keeps the payment provider apart: it may use its own table, and neither our bus nor our tables", () => {
  const resources = stack.statementsOf("payment-provider").map(({ Resource }) => Resource);

  expect(resources.filter((resource) => !resource.includes("log-group"))).toEqual([
    "arn:aws:dynamodb:us-east-1:000000000000:table/PaymentProviderTable",
  ]);
});

test.each([
  ["booking-api", "booking/api/api-idempotent"],
  ["booking-track", "booking/track/track-idempotent"],
  ["booking-cancel", "booking/cancel/cancel-idempotent"],
  ["payment-charge", "payment/charge/charge-idempotent"],
  ["payment-refund", "payment/refund/refund-idempotent"],
  ["seat-assign", "seat-assignment/assign/assign-idempotent"],
  ["seat-release", "seat-assignment/release/release-idempotent"],
  ["ticket-issue", "ticket/issue/issue-idempotent"],
  ["notification-send", "notification/send/send-idempotent"],
])("runs new code in %s", async (name, bundle) => {
  expect(await stack.one("Function", { name }).inputs.code.path).toMatch(new RegExp(`dist/${bundle}(\\+park)?$`));
});

test.each([
  ["booking-api", "BookingTable", ["PutItem", "GetItem", "UpdateItem"]],
  ["booking-track", "BookingTable", ["UpdateItem", "GetItem"]],
  ["booking-cancel", "BookingTable", ["UpdateItem", "GetItem"]],
  ["payment-charge", "PaymentTable", ["PutItem", "GetItem", "UpdateItem"]],
  ["payment-refund", "PaymentTable", ["Query", "PutItem", "GetItem", "UpdateItem"]],
  ["seat-assign", "SeatTable", ["GetItem", "UpdateItem"]],
  ["seat-release", "SeatTable", ["GetItem", "UpdateItem"]],
  ["ticket-issue", "TicketTable", ["PutItem", "GetItem", "UpdateItem"]],
  ["notification-send", "NotificationTable", ["PutItem", "GetItem"]],
])("lets %s read items of %s, and of no other table", (name, table, actions) => {
  const onTables = stack.statementsOf(name).filter((statement) => actionsOf(statement)[0]?.startsWith("dynamodb:"));

  expect(onTables).toEqual([
    {
      Effect: "Allow",
      Action: actions.map((action) => `dynamodb:${action}`),
      Resource: `arn:aws:dynamodb:us-east-1:000000000000:table/${table}`,
    },
  ]);
});

test("lets Payment call the provider", () => {
  for (const name of ["payment-charge", "payment-refund"]) {
    expect(stack.statementsOf(name)).toContainEqual({
      Effect: "Allow",
      Action: ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
      Resource: "arn:aws:lambda:us-east-1:000000000000:function:payment-provider",
    });
    expect(stack.one("Function", { name }).inputs.environment.variables.PROVIDER_URL).toMatch(/^https:/);
  }
});

test("gives no function any other new permission", () => {
  for (const { inputs } of before.all("Function")) {
    const [was, is] = [before, stack].map((each) =>
      each.statementsOf(inputs.name).filter((statement) => !/^(dynamodb|lambda):/.test(actionsOf(statement)[0]!)),
    );
    expect(is, inputs.name).toEqual(was);
  }
});
