import { afterAll, describe, expect, test, vi } from "vitest";
import { steps } from "../../../steps/index.ts";
import { bookingRequest, randomId, tick } from "../in-process/harness.ts";
import { bookingOf, eventsOf, type Snapshot } from "../snapshot.ts";
import { type Budget, expiry, printTotal, problemsOf, type Story, stories } from "../stories.ts";
import { exploreStep } from "./explore-step.ts";

vi.mock("node:crypto", async (original) => ({ ...(await original<object>()), randomUUID: () => randomId() }));

const poorAndExpiring: Story = { deliveries: [...stories["cannot pay"].deliveries, tick] };
const once: Budget = { duplicates: 1, faults: 1 };

afterAll(() => printTotal("All stories with a deadline"));

describe.each([11, steps.list.length])("step %i with its deadline", { timeout: 120_000 }, (number) => {
  const explored = exploreStep(number);

  test("holds the invariants for a booking that expires at any moment, repeats and faults included", async () => {
    const endings = new Set<string>();
    const check = (snapshot: Snapshot) => {
      endings.add(endingOf(snapshot));
      return problemsOf(snapshot);
    };

    await explored.expect("expires", { ...expiry, ...once }, { check });

    expect([...endings].sort()).toEqual(allEndings.toSorted());
  });

  test("holds them if a booking expires between any two calls of another run", () =>
    explored.holds("expires during a run", expiry, { duplicates: 0, faults: 0, concurrency: 2 }));

  test.each<[string, Story, string[]]>([
    ["a ticket races the deadline", expiry, ["ticket-issue", "ticket-refuse"]],
    ["a late seat races its release", expiry, ["seat-assign", "seat-release"]],
    ["a late charge races its refund", expiry, ["payment-charge", "payment-refund"]],
    ["a cancellation races the deadline", poorAndExpiring, ["booking-cancel", "booking-expire"]],
  ])("holds them in every interleaving of calls if %s, with a repeat and a fault", (title, story, functions) =>
    explored.race(title, story.deliveries, functions, { ...once, concurrency: 2 }),
  );

  test("ends a booking at its deadline if any delivery on the way to its ticket is lost", () => {
    const losing = ["payment-charge", "seat-assign", "ticket-issue", "booking-track"];
    const scenario = { ...stories["gets its ticket"], duplicates: 0, faults: 1, losing };
    // A lost event is what invariant 5 reports.
    const check = (snapshot: Snapshot) => problemsOf(snapshot).filter((each) => !each.startsWith("invariant 5"));

    return explored.expect("a delivery is lost", scenario, { check });
  });

  test("ends a booking at its deadline if an event is lost, whatever fault the way back meets", () => {
    const losing = ["seat-assign"];
    const scenario = { ...stories["gets its ticket"], duplicates: 0, faults: 2, losing };
    const check = (snapshot: Snapshot) => problemsOf(snapshot).filter((each) => !each.startsWith("invariant 5"));

    return explored.expect("a delivery is lost, and a fault", scenario, { check });
  });

  test("holds them in every interleaving of calls if two bookings expire while they race for one seat", () => {
    const deliveries = [bookingRequest("B1"), bookingRequest("B2"), tick];
    const few = { duplicates: 0, faults: 0, concurrency: 3 };

    return explored.race("two bookings and one seat expire", deliveries, ["seat-assign", "seat-release"], few);
  });
});

const allEndings = [
  "got its ticket before the deadline",
  "expired, but the ticket was faster",
  "expired before it was charged, and a late charge was declined",
  "expired after the charge",
  "expired after the seat was assigned",
];

function endingOf(snapshot: Snapshot): string {
  if (eventsOf(snapshot, "B1", "BookingExpired").length === 0) return "got its ticket before the deadline";
  if (bookingOf(snapshot, "B1")?.status === "TICKETED") return "expired, but the ticket was faster";
  if (eventsOf(snapshot, "B1", "SeatReleased")[0]?.detail.seat) return "expired after the seat was assigned";
  return eventsOf(snapshot, "B1", "PaymentConfirmed").length > 0
    ? "expired after the charge"
    : "expired before it was charged, and a late charge was declined";
}
