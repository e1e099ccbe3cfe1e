import { expect, test } from "vitest";
import { event } from "../../test/support/events.ts";
import { parseOneOf } from "./parse-one-of.ts";

const names = ["PaymentFailed", "PaymentRefunded"] as const;

test.each(names)("tells that it is a %s, and what it says", (name) => {
  expect(parseOneOf(names, event(name))).toMatchObject({
    name,
    detail: { bookingId: "B123", paymentId: expect.any(String) },
  });
});

test("refuses an event that a wrong rule sends, and names those that it is for", () => {
  expect(() => parseOneOf(names, event("TicketIssued"))).toThrow(
    "This function is for PaymentFailed and PaymentRefunded and was sent TicketIssued: look at the rule",
  );
});

test("holds each event to its own contract", () => {
  expect(() => parseOneOf(names, event("PaymentRefunded", { refunds: undefined }))).toThrow(
    /^PaymentRefunded .* breaks its contract: refunds: expected string/,
  );
});
