import { expect, test } from "vitest";
import { event } from "../../test/support/events.ts";
import { paymentFailed, paymentRefunded } from "../booking/consumes.ts";
import { parseOneOf } from "./parse-one-of.ts";

const expected = [paymentFailed, paymentRefunded];

test.each(["PaymentFailed", "PaymentRefunded"])("returns the name and the detail of %s", (name) => {
  expect(parseOneOf(expected, event(name))).toMatchObject({
    name,
    detail: { bookingId: "B123", reason: expect.any(String) },
  });
});

test("rejects an event from a wrong rule, and names the events that it handles", () => {
  expect(() => parseOneOf(expected, event("TicketIssued"))).toThrow(
    "This function handles PaymentFailed and PaymentRefunded, but it received TicketIssued: check the rule",
  );
});

test("checks each event against what is expected of it", () => {
  expect(() => parseOneOf(expected, event("PaymentRefunded", { reason: undefined }))).toThrow(
    /^PaymentRefunded .* breaks its contract: reason: expected string/,
  );
});
