import { expect, test } from "vitest";
import { transitions } from "./states.ts";

test.each(["PaymentFailed", "PaymentRefunded"] as const)("7.1 cancels a requested booking on %s", (event) => {
  expect(
    transitions[event],
    `after ${event} the booking cannot be completed: from REQUESTED it must go to CANCELLED`,
  ).toEqual({
    from: "REQUESTED",
    to: "CANCELLED",
  });
});

test("tickets a requested booking on TicketIssued", () => {
  expect(transitions.TicketIssued).toEqual({ from: "REQUESTED", to: "TICKETED" });
});

//#region 7.4 Test that no event leads out of a final state
//- test.todo("7.4 has no transition out of TICKETED or CANCELLED");
test("7.4 has no transition out of TICKETED or CANCELLED", () => {
  for (const [event, { from }] of Object.entries(transitions)) {
    expect(["TICKETED", "CANCELLED"], event).not.toContain(from);
  }
});
//#endregion
