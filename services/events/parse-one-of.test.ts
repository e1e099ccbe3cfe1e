import { expect, test } from "vitest";
import { event } from "../../test/support/events.ts";
import { parseOneOf } from "./parse-one-of.ts";

const names = ["PaymentFailed", "PaymentRefunded"] as const;

test.each(names)("returns the name and the detail of %s", (name) => {
  expect(parseOneOf(names, event(name))).toMatchObject({
    name,
    detail: { bookingId: "B123", paymentId: expect.any(String) },
  });
});

test("rejects an event from a wrong rule, and names the events that it handles", () => {
  expect(() => parseOneOf(names, event("TicketIssued"))).toThrow(
    "This function handles PaymentFailed and PaymentRefunded, but it received TicketIssued: check the rule",
  );
});

test("checks each event against its own contract", () => {
  expect(() => parseOneOf(names, event("PaymentRefunded", { refunds: undefined }))).toThrow(
    /^PaymentRefunded .* breaks its contract: refunds: expected string/,
  );
});
