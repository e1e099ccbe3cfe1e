import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let before: MockedStack;
let stack: MockedStack;
beforeAll(async () => {
  [before, stack] = [await mockedStack({ step: 8 }), await mockedStack({ step: 9 })];
});

test("creates no resource and deletes none", () => {
  const [was, is] = [before, stack].map(({ resources }) => resources.map(({ type, name }) => `${type} ${name}`).sort());

  expect(is).toEqual(was);
});

test.each([
  ["booking-api", "booking/api/api-idempotent"],
  ["booking-track", "booking/track/track-idempotent"],
  ["booking-cancel", "booking/cancel/cancel-idempotent"],
  ["payment-charge", "payment/charge/charge-idempotent"],
  ["payment-refund", "payment/refund/refund-idempotent"],
  ["seat-assign", "seat-assignment/assign/assign-idempotent"],
  ["ticket-issue", "ticket/issue/issue-idempotent"],
  ["notification-send", "notification/send/send-idempotent"],
])("runs new code in %s", async (name, bundle) => {
  expect(await stack.one("Function", { name }).inputs.code.path).toMatch(new RegExp(`dist/${bundle}$`));
});

test.each([
  ["booking-api", "BookingTable", ["PutItem", "GetItem"]],
  ["booking-track", "BookingTable", ["UpdateItem", "GetItem"]],
  ["booking-cancel", "BookingTable", ["UpdateItem", "GetItem"]],
  ["payment-charge", "PaymentTable", ["PutItem", "GetItem"]],
  ["payment-refund", "PaymentTable", ["Query", "PutItem", "GetItem"]],
  ["seat-assign", "SeatTable", ["GetItem", "UpdateItem"]],
  ["ticket-issue", "TicketTable", ["PutItem", "GetItem"]],
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

test("gives no function any other new permission", () => {
  for (const { inputs } of stack.all("Function")) {
    const [was, is] = [before, stack].map((each) =>
      each.statementsOf(inputs.name).filter((statement) => !actionsOf(statement)[0]?.startsWith("dynamodb:")),
    );
    expect(is, inputs.name).toEqual(was);
  }
});
