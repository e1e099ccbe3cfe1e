import { expect, test } from "vitest";
import { deniesPut, mayPut } from "./bus-access.ts";

const bus = "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus";
const put = { Action: "events:PutEvents", Resource: bus };
const ticketIssued = { source: "aircraft.ticket", detailType: "TicketIssued" };

test.each<[Record<string, Record<string, string>>, boolean]>([
  [{}, true],
  [{ StringEquals: { "events:source": "aircraft.ticket" } }, true],
  [{ StringLike: { "events:detail-type": "Ticket*" } }, true],
  [{ StringEquals: { "events:source": "aircraft.payment" } }, false],
])("decides by the condition %j", (Condition, allowed) => {
  expect(mayPut([{ Effect: "Allow", ...put, Condition }], ticketIssued)).toBe(allowed);
});

test("refuses a condition that IAM refuses", () => {
  const Condition = { StringEquals: { "events:detailType": "TicketIssued" } };

  expect(() => mayPut([{ Effect: "Allow", ...put, Condition }], ticketIssued)).toThrow("events:detail-type");
});

test.each(["StringNotEquals", "ArnNotEquals", "StringNotLike"])("denies all but the exempted by %s", (operator) => {
  const exempted = "arn:aws:iam::000000000000:role/ticket-issue";
  const Statement = [
    { Effect: "Deny", Principal: "*", ...put, Condition: { [operator]: { "aws:PrincipalArn": exempted } } },
  ];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });

  expect(deniesPut(policy, exempted)).toBe(false);
  expect(deniesPut(policy, "arn:aws:iam::000000000000:user/admin")).toBe(true);
});
