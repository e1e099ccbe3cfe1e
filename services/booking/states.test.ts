import { expect, test } from "vitest";
import { transitions } from "./states.ts";

const all: Readonly<Record<string, { from: string; to: string }>> = transitions;
const cancelled = { from: "REQUESTED", to: "CANCELLED" };

test.each([
  ["SeatUnavailable", "the money has been taken, and Payment has not refunded it yet"],
  ["TicketRejected", "the seat is still held, and the money has been taken"],
  ["SeatReleased", "the money has been taken, and Payment has not refunded it yet"],
])("7.1 does not cancel a booking on %s: something is left to undo", (event, left) => {
  expect(all[event], `${event} cancels the booking too early: ${left}`).toBeUndefined();
});

test.each([
  ["PaymentFailed", "nothing was taken, so no other event will cancel it"],
  ["PaymentRefunded", "all is undone, so no other event will cancel it"],
])("7.1 cancels a requested booking on %s: nothing is left to undo", (event, why) => {
  expect(all[event], `${event} must cancel a booking that is REQUESTED: ${why}`).toEqual(cancelled);
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
