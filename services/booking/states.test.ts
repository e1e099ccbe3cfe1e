import { expect, test } from "vitest";
import { transitions } from "./states.ts";

test.each(["PaymentFailed", "PaymentRefunded"] as const)("7.1 cancels a requested booking on %s", (event) => {
  expect(transitions[event], `${event} says that the booking will not come about`).toEqual({
    from: "REQUESTED",
    to: "CANCELLED",
  });
});

test("tickets a requested booking on TicketIssued", () => {
  expect(transitions.TicketIssued).toEqual({ from: "REQUESTED", to: "TICKETED" });
});

//#region 7.4 Test that nothing leads out of a final state
//- test.todo("7.4 leads nowhere from a booking that is ticketed or cancelled");
test("7.4 leads nowhere from a booking that is ticketed or cancelled", () => {
  for (const [event, { from }] of Object.entries(transitions)) {
    expect(["TICKETED", "CANCELLED"], event).not.toContain(from);
  }
});
//#endregion
